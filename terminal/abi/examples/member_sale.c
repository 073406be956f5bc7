/* A whole member sale through libvip, in C.
 *
 *   member_sale DIRECTORY
 *
 * Makes a training store in DIRECTORY, sells somebody enough to become a member, issues the card,
 * quotes a basket for it, sells it, and prints the receipt. Every step checks its answer.
 *
 *   cc member_sale.c $(pkg-config --cflags --libs vip) -o member_sale
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vip.h>

/* A till has a JSON library. This program needs two values out of answers that it knows, and takes
 * them by their names: the text of `"name":"..."`, with the escapes that a receipt holds. */
static const char *text_of(const char *answer, const char *name, char *into, size_t size) {
  char begin[64];
  size_t used = 0;
  const char *at;
  snprintf(begin, sizeof begin, "\"%s\":\"", name);
  at = strstr(answer, begin);
  if (at == NULL) {
    fprintf(stderr, "no %s in %s\n", name, answer);
    exit(1);
  }
  for (at += strlen(begin); *at != '"' && used + 1 < size; ++at) {
    if (*at == '\\') {
      ++at;
      into[used++] = *at == 'n' ? '\n' : *at;
    } else {
      into[used++] = *at;
    }
  }
  into[used] = '\0';
  return into;
}

static long long fen_of(const char *answer, const char *name) {
  char begin[64];
  const char *at;
  snprintf(begin, sizeof begin, "\"%s\":", name);
  at = answer;
  /* The whole basket's figure stands after those of its lines. */
  {
    const char *next;
    const char *last = NULL;
    for (next = strstr(at, begin); next != NULL; next = strstr(next + 1, begin)) last = next;
    at = last;
  }
  if (at == NULL) {
    fprintf(stderr, "no %s in %s\n", name, answer);
    exit(1);
  }
  return strtoll(at + strlen(begin), NULL, 10);
}

static char *call(vip_handle *store, const char *method, const char *request) {
  char *answer = NULL;
  const int result = vip_call(store, method, request, &answer);
  if (result != VIP_OK) {
    fprintf(stderr, "%s ended with %d: %s\n", method, result, answer);
    exit(1);
  }
  return answer;
}

int main(int argc, char **argv) {
  vip_handle *store = NULL;
  char *answer = NULL;
  char card[32];
  char sale[64];
  char request[1024];
  char receipt[8192];
  long long paid;

  if (argc != 2) {
    fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
    return 2;
  }
  printf("libvip %s, interface %d\n", vip_version(), vip_abi_version());

  if (vip_create(argv[1], "{\"store\":\"S01\",\"training\":true,\"seed\":7}", &answer) != VIP_OK) {
    fprintf(stderr, "%s\n", answer);
    return 1;
  }
  vip_free(answer);
  if (vip_open(argv[1], NULL, &store, &answer) != VIP_OK) {
    fprintf(stderr, "%s\n", answer);
    return 1;
  }
  vip_free(answer);

  /* Somebody spends 1200.00 at once, which is enough for a card (E1). */
  answer = call(store, "sale.commit",
                "{\"request_id\":\"lane1-0001\",\"operator\":\"1001\",\"lane\":\"1\","
                "\"receipt_no\":\"S01-1-000001\",\"expected_paid\":120000,"
                "\"at\":\"2026-11-22T10:00:00+08:00\","
                "\"lines\":[{\"sku\":\"A17\",\"qty\":1,\"unit_price\":120000}]}");
  text_of(answer, "sale", sale, sizeof sale);
  vip_free(answer);

  snprintf(request, sizeof request,
           "{\"request_id\":\"lane1-0002\",\"operator\":\"1001\",\"proof\":{\"sales\":[\"%s\"]},"
           "\"registration\":{\"surname\":\"\xe7\x8e\x8b\",\"form\":\"ms\","
           "\"phone\":\"13800000001\",\"birthday\":\"1990-05-01\",\"consent\":true}}",
           sale);
  answer = call(store, "card.issue", request);
  text_of(answer, "card", card, sizeof card);
  vip_free(answer);

  /* What would two lipsticks cost this member? 258.00 at 90 %: 232.20 (D1). */
  snprintf(request, sizeof request,
           "{\"card\":\"%s\",\"lines\":[{\"sku\":\"A17\",\"name\":\"\xe5\x8f\xa3\xe7\xba\xa2\","
           "\"qty\":2,\"unit_price\":12900}]}",
           card);
  answer = call(store, "sale.quote", request);
  paid = fen_of(answer, "paid");
  vip_free(answer);
  printf("to pay: %lld.%02lld\n", paid / 100, paid % 100);

  /* Paid. The same request once more is the same sale, never a second one. */
  snprintf(request, sizeof request,
           "{\"request_id\":\"lane1-0003\",\"operator\":\"1001\",\"lane\":\"1\","
           "\"receipt_no\":\"S01-1-000002\",\"expected_paid\":%lld,\"card\":\"%s\","
           "\"lines\":[{\"sku\":\"A17\",\"name\":\"\xe5\x8f\xa3\xe7\xba\xa2\",\"qty\":2,"
           "\"unit_price\":12900}]}",
           paid, card);
  answer = call(store, "sale.commit", request);
  vip_free(answer);
  answer = call(store, "sale.commit", request);
  if (strstr(answer, "\"replayed\":true") == NULL) {
    fprintf(stderr, "not replayed: %s\n", answer);
    return 1;
  }
  fputs(text_of(answer, "receipt", receipt, sizeof receipt), stdout);
  vip_free(answer);

  /* A lawful no is an answer too: there is no such gift on the poster (G1). */
  snprintf(request, sizeof request,
           "{\"request_id\":\"lane1-0004\",\"operator\":\"1001\",\"gift\":\"mug\",\"card\":\"%s\"}",
           card);
  if (vip_call(store, "gift.redeem", request, &answer) != VIP_REFUSED) {
    fprintf(stderr, "not refused: %s\n", answer);
    return 1;
  }
  vip_free(answer);

  return vip_close(store) == VIP_OK ? 0 : 1;
}
