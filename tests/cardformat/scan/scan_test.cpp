#include "cardformat/scan/scan.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "cardformat/bytes.h"
#include "tests/show.h"

namespace vip::card {
namespace {

// The card of FORMATS.md's worked example: its key is RFC 8032 section 7.1 TEST 1.
Payload example() {
  const auto seed =
      array_of<32>(*read_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  return *read_payload(
      text_of(sign_card(SigningKey::from_seed(*seed), 9156, make_number(9156, 80'000'000'001),
                        Secret({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}), 1,
                        *Day::from_civil(2031, 11, 22))));
}

struct Row {
  const char* name;
  std::string raw;
  ScanClass what;
  std::string number = {};  // of an own card
  std::string text = {};
};

void check(const Row& row) {
  CAPTURE(row.name);
  const Scanned scanned = classify(row.raw, Own{});
  CHECK(name(scanned.what) == name(row.what));
  CHECK((scanned.number ? scanned.number->text() : "") == row.number);
  CHECK(scanned.text == row.text);
  CHECK(scanned.form.has_value() == is_own(row.what));
}

TEST_CASE("scan: each class, with what readers put around it") {
  constexpr auto nothing = ScanClass::nothing;
  constexpr auto own_card = ScanClass::own_card;
  constexpr auto own_gs1 = ScanClass::own_gs1;
  constexpr auto own_ean13 = ScanClass::own_ean13;
  constexpr auto phone = ScanClass::phone;
  constexpr auto last_four = ScanClass::last_four;
  constexpr auto read_error = ScanClass::read_error;
  constexpr auto bank_card = ScanClass::bank_card;
  constexpr auto identity_card = ScanClass::identity_card;
  constexpr auto wechat_code = ScanClass::wechat_code;
  constexpr auto alipay_code = ScanClass::alipay_code;
  constexpr auto unionpay_code = ScanClass::unionpay_code;
  constexpr auto product = ScanClass::product;
  constexpr auto receipt = ScanClass::receipt;
  const std::string payload = text_of(example());
  const std::string card = "9156800000000014";
  const Row rows[] = {
      {"nothing at all", "", nothing},
      {"a suffix alone", "\r\n", nothing},
      {"too long", std::string(4097, '9'), nothing},

      {"own number", "9156800000000014", own_card, card},
      {"in fours", "9156 8000 0000 0014", own_card, card},
      {"with hyphens", "9156-8000-0000-0014", own_card, card},
      {"with a suffix", "9156800000000014\r\n", own_card, card},
      {"with an AIM identifier", "]C09156800000000014\r", own_card, card},
      {"in full width", "９１５６８０００００００００１４", own_card, card},
      {"mistyped", "9156800000000015", own_card, "9156800000000015"},
      {"scanned twice", "9156800000000014\r9156800000000014\r", own_card, card},
      {"a line of garbage before", "asdf;;\r9156800000000014\r", own_card, card},
      {"two cards at once", "9156800000000014\r9156000000000011\r", read_error},
      {"own payload", payload, own_card, card},
      {"own payload, AIM QR", "]Q1" + payload + "\n", own_card, card},
      {"own payload, its last digit lost", payload.substr(0, 236), read_error},
      {"own payload, most of it lost", payload.substr(0, 100), read_error},
      {"own payload, sixty digits left", payload.substr(0, 60), read_error},
      {"own payload, one fewer", payload.substr(0, 59), nothing},
      {"own stripe", "%E?;9156800000000014=3111702?\r", own_card, card},
      {"own stripe in full width", "；９１５６８０００００００００１４＝３１１１７０２？", own_card,
       card},
      {"own track 1 under an input method",
       "%B9156800000000014……VIP MEMBER……3111702000011081521574460197915975319860503599？", own_card,
       card},

      {"own GSRN", "]C18018289156800000000010", own_gs1, card},
      {"own GSRN under Caps Lock", "]c18018289156800000000010", own_gs1, card},
      {"own GSRN without AIM", "8018289156800000000010", own_gs1, card},
      {"own GSRN as it is printed", "(8018)289156800000000010", own_gs1, card},
      {"own GSRN after FNC1",
       "]d2\x1d"
       "8018289156800000000010",
       own_gs1, card},
      {"own GSRN behind another element",
       "0106291041500213\x1d"
       "8018289156800000000010",
       own_gs1, card},
      {"own GSRN mistyped", "8018289156800000000011", read_error},
      {"another's GSRN", "8018106141412345678908", nothing},
      {"own Digital Link", "https://id.gs1.org/8018/289156800000000010", own_gs1, card},
      {"own Digital Link, shouted", "HTTPS://ID.GS1.ORG/8018/289156800000000010\r", own_gs1, card},
      {"own Digital Link with more", "https://vip.example/8018/289156800000000010?a=%3B;b#c",
       own_gs1, card},
      {"own Digital Link mistyped", "https://id.gs1.org/8018/289156800000000011", read_error},
      {"another's Digital Link", "https://id.gs1.org/8018/106141412345678908", nothing},

      {"own EAN-13", "2800000000011", own_ean13, "9156800000000014"},
      {"own EAN-13, AIM", "]E02800000000011\r", own_ean13, "9156800000000014"},
      {"a training card's EAN-13", "2900000000018", own_ean13, "9156900000000012"},
      {"another range's EAN-13", "2000000000015", product, "", "2000000000015"},
      {"own range, mistyped", "2800000000012", nothing},

      {"phone", "13812345678", phone, "", "13812345678"},
      {"phone with blanks", "138 1234 5678", phone, "", "13812345678"},
      {"phone with hyphens", "138-1234-5678", phone, "", "13812345678"},
      {"phone with country", "+86 13812345678", phone, "", "13812345678"},
      {"phone with 0086", "008613812345678", phone, "", "13812345678"},
      {"phone in full width", "１３８１２３４５６７８", phone, "", "13812345678"},
      {"ten digits", "1381234567", nothing},
      {"eleven digits from 2", "23812345678", nothing},

      {"last four", "0014", last_four, "", "0014"},
      {"last four in full width", "００１４", last_four, "", "0014"},
      {"three digits", "014", nothing},
      {"five digits", "00014", nothing},

      {"a reader's error", "%E?;E?", read_error},

      {"bank card swiped", "%B4444444444444448^SMITH/JANE MS^4912101?;4444444444444448=4912101?",
       bank_card},
      {"bank card typed", "4111 1111 1111 1111", bank_card},
      {"bank card of fifteen digits", "378282246310005", bank_card},
      {"UnionPay of sixteen digits", "6250941006528599", bank_card},
      {"no bank card: check digit", "4111111111111112", nothing},
      {"another chain's card", "7001000000000004", nothing},

      {"identity card", "11010519491231002X", identity_card},
      {"identity card under Caps Lock", "11010519491231002x\r", identity_card},
      {"identity card in full width", "１１０１０５１９４９１２３１００２Ｘ", identity_card},
      {"identity card all digits, not a payment code", "440524198001010013", identity_card},
      {"no identity card: check digit", "110105194912310021", wechat_code},

      {"WeChat, first", "100000000000000000", wechat_code},
      {"WeChat, last", "159999999999999999", wechat_code},
      {"WeChat, AIM QR", "]Q1134567890123456789\r\n", wechat_code},
      {"WeChat in fours, as it is printed below", "1345 6789 0123 4567 89", wechat_code},
      {"Alipay", "281234567890123456", alipay_code},
      {"Alipay of 16, a Mastercard's form", "2512345678901230", alipay_code},
      {"Alipay of 24", "281234567890123456789012", alipay_code},
      {"UnionPay", "6212345678901234567", unionpay_code},
      {"UnionPay, a bank card's check digit", "6222021234567890128", unionpay_code},
      {"a payment code beside a card", "9156800000000014\r134567890123456789", wechat_code},
      {"a payment code after garbage", "abc\r134567890123456789", wechat_code},

      {"EAN-13", "6901234567892", product, "", "6901234567892"},
      {"EAN-8", "73513537", product, "", "73513537"},
      {"UPC-A", "036000291452", product, "", "036000291452"},
      {"GTIN-14", "10614141000415", product, "", "10614141000415"},
      {"GS1-128 with a GTIN", "]C1011061414100041517261231", product, "", "10614141000415"},
      {"Digital Link of a product", "https://id.gs1.org/01/06291041500213", product, "",
       "06291041500213"},
      {"EAN-13, mistyped", "6901234567893", nothing},

      {"receipt", "S01-1-42", receipt, "", "S01-1-42"},
      {"receipt, AIM QR", "]Q0S01-1-000481\r", receipt, "", "S01-1-000481"},

      {"name", "王小明", ScanClass::name, "", "王小明"},
      {"name in letters", "wang xiaoming\n", ScanClass::name, "", "wang xiaoming"},

      {"another page", "https://example.org/", nothing},
      {"not UTF-8", "\xff\xfe\xfd", nothing},
      {"signs", "!@#$%", nothing},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("scan: forms, secrets and payloads of own cards") {
  const Payload payload = example();
  const Scanned qr = classify(text_of(payload), Own{});
  CHECK(qr.form == ScanForm::payload);
  CHECK(qr.payload == payload);
  CHECK(qr.secret == payload.secret);
  CHECK_FALSE(qr.later_version);

  const Scanned swipe = classify(
      "%B9156800000000014^VIP MEMBER^3111702000011081521574460197915975319860503599?", Own{});
  CHECK(swipe.form == ScanForm::track_one);
  CHECK(swipe.secret == payload.secret);
  CHECK_FALSE(swipe.payload);

  const Scanned link = classify("https://id.gs1.org/8018/289156800000000010", Own{});
  CHECK(link.form == ScanForm::digital_link);
  CHECK_FALSE(link.secret);
  CHECK(classify("]Q1https://id.gs1.org/8018/289156800000000010", Own{}).symbology ==
        std::array{'Q', '1'});
  CHECK(link.symbology == std::array{'\0', '\0'});
}

TEST_CASE("scan: a payload of a later version is known by its number") {
  std::string bytes = bytes_of(example());
  bytes[8] = 2;
  std::string text = text_of(example());
  text.replace(16, 17, "00562954283140965");  // 0x02000102030405, by bc
  REQUIRE(read_payload(text).error() == PayloadError::unknown_version);
  const Scanned scanned = classify(text, Own{});
  CHECK(scanned.what == ScanClass::own_card);
  CHECK(scanned.later_version);
  CHECK(scanned.number->text() == "9156800000000014");
  CHECK_FALSE(scanned.payload);
}

TEST_CASE("scan: another chain's cards are not ours") {
  const Own other{.prefix = 7001, .member_range = 20};
  for (const char* const raw : {"9156800000000014", "8018289156800000000010", "2800000000011"}) {
    CAPTURE(raw);
    CHECK_FALSE(is_own(classify(raw, other).what));
  }
  CHECK(is_own(classify(make_number(7001, 5).text(), other).what));
  CHECK_FALSE(is_own(classify(text_of(example()), other).what));
}

TEST_CASE("scan: what is secret, and what is ours") {
  int secrets = 0;
  int own = 0;
  for (int i = 0; i <= 14; ++i) {
    const auto what = static_cast<ScanClass>(i);
    secrets += is_secret(what) ? 1 : 0;
    own += is_own(what) ? 1 : 0;
    CHECK_FALSE((is_secret(what) && is_own(what)));
    for (int j = 0; j < i; ++j) CHECK(name(what) != name(static_cast<ScanClass>(j)));
  }
  CHECK(secrets == 6);
  CHECK(own == 3);
}

}  // namespace
}  // namespace vip::card
