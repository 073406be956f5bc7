// A member's record opened (R3), beside what it cannot be quicker than: the same row read, and one
// bare AES-256-GCM over as many bytes under a key that is set for it. And what of a member's
// checkout is owed to people's data being encrypted.

#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"
#include "cardformat/secret.h"
#include "tests/bench/benches.h"
#include "tests/bench/big_store.h"
#include "tests/bench/samples.h"

namespace vip::bench {
namespace {

constexpr int records_a_sample = 20;  // one takes a microsecond or two, and so does the clock
constexpr std::size_t nonce = 12;
constexpr std::size_t tag = 16;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// The row by its number, and a box of its own text opened: no place to bind it to, no key to
// unwrap, nothing made of the text.
class BareRecords {
 public:
  explicit BareRecords(terminal::Database& database)
      : row_(database,
             "SELECT p.record, k.wrapped FROM person p JOIN person_key k ON k.id=p.id "
             "WHERE p.id=?"),
        context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    for (unsigned char& byte : key_) byte = 7;
  }

  // Boxes as long as the person's record. Kept, so that closing them is not in the figure.
  void close_like(std::int64_t person) {
    const terminal::Reading reading(row_);
    if (!row_.bind(1, person).step()) throw std::runtime_error("the person is there");
    const std::size_t size = row_.blob(0).size();
    box_ = random_bytes(nonce) + std::string(size - nonce, 'x');
    text_.assign(size - nonce - tag, 'x');
    int written = 0;
    EVP_EncryptInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, key_.data(), bytes(box_));
    EVP_EncryptUpdate(context_.get(), bytes(box_) + nonce, &written, bytes(text_),
                      static_cast<int>(text_.size()));
    EVP_EncryptFinal_ex(context_.get(), bytes(text_), &written);
    EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, tag,
                        bytes(box_) + box_.size() - tag);
    EVP_DecryptInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr);
  }
  std::size_t run(std::int64_t person) {
    const terminal::Reading reading(row_);
    if (!row_.bind(1, person).step()) throw std::runtime_error("the person is there");
    const std::size_t read = row_.blob(0).size() + row_.blob(1).size();
    int written = 0;
    EVP_CIPHER_CTX* context = context_.get();
    const bool opened =
        EVP_DecryptInit_ex2(context, nullptr, key_.data(), bytes(box_), nullptr) == 1 &&
        EVP_DecryptUpdate(context, bytes(text_), &written, bytes(box_) + nonce,
                          static_cast<int>(text_.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag, bytes(box_) + box_.size() - tag) ==
            1 &&
        EVP_DecryptFinal_ex(context, bytes(text_), &written) == 1;
    if (!opened) throw std::runtime_error("the bare box opens");
    return read;
  }

 private:
  terminal::Statement row_;
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
  std::array<unsigned char, 32> key_{};
  std::string box_, text_;
};

void open_records(benchmark::State& state, const Plan& plan) {
  OpenedStore opened(plan.store());
  terminal::People& people = opened.store().people();
  BareRecords bare(opened.store().database());
  bare.close_like(1);
  std::mt19937_64 random(29);
  const auto person = [&] {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(plan.cards)) + 1;
  };
  Samples ours, least, ratio;
  for (auto _ : state) {
    Samples round, round_least;
    for (int i = 0; i < plan.in_a_round; ++i) {
      std::array<std::int64_t, records_a_sample> some{};
      for (std::int64_t& one : some) {
        one = person();
        benchmark::DoNotOptimize(bare.run(one));  // its pages are in memory for both
      }
      const auto read_bare = [&] {
        for (const std::int64_t one : some) benchmark::DoNotOptimize(bare.run(one));
      };
      const auto read_ours = [&] {
        people.begin_answer();
        for (const std::int64_t one : some) {
          if (!people.find(one)) throw std::runtime_error("the person is there");
        }
      };
      timed(round_least, read_bare);
      timed(round, read_ours);
    }
    ours.add(round);
    least.add(round_least);
    ratio.add(round.median() / round_least.median());
  }
  auto& shown = state.counters;
  shown["p50_us"] = ours.median() / records_a_sample;
  shown["bare_us"] = least.median() / records_a_sample;
  shown["x_bare"] = ratio.median();
}

// There is no program without encryption to measure against, and none is wanted. So what a checkout
// does for it is done by itself, beside the checkout: the member's record opened, the kept answer
// closed under the member's key and found by its print. A checkout without takes so much less.
void checkout(benchmark::State& state, const Plan& plan) {
  OpenedStore opened(plan.store());
  opened.door().prepare();
  terminal::People& people = opened.store().people();
  Requests requests(plan.cards, 31);
  const std::string prefix = Requests::unique_prefix();
  std::mt19937_64 random(37);
  Box box;
  SecretKey key;
  key.fill(7);
  int number = 0;
  Samples with, encrypting;
  for (auto _ : state) {
    for (int i = 0; i < plan.in_a_round; ++i) {
      const std::string quote = requests.quote(requests.card(), 3);
      const std::int64_t paid = paid_in(opened.door().call("sale.quote", quote).text);
      const std::string request =
          requests.commit(quote, prefix + "m" + std::to_string(number++), paid);
      terminal::Reply reply;
      timed(with, [&] { reply = opened.door().call("sale.commit", request); });
      if (reply.exit_code != 0) throw std::runtime_error(reply.text);
      const auto person =
          static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(plan.cards)) + 1;
      benchmark::DoNotOptimize(people.find(person));  // its pages, as the quote read them
      people.begin_answer();
      benchmark::DoNotOptimize(people.find(person + 1 > plan.cards ? 1 : person + 1));
      timed(encrypting, [&] {
        benchmark::DoNotOptimize(people.find(person));
        benchmark::DoNotOptimize(box.close(key, "answer|box|0123456789", reply.text));
        benchmark::DoNotOptimize(hmac_sha256(raw(key), request));
      });
    }
    opened.door().idle();
  }
  auto& shown = state.counters;
  shown["p50_us"] = with.median();
  shown["encrypting_us"] = encrypting.median();
  shown["x_without"] = with.median() / (with.median() - encrypting.median());
}

}  // namespace

void add_member_benches(const Plan& plan) {
  benchmark::RegisterBenchmark("member.checkout", [plan](benchmark::State& state) {
    checkout(state, plan);
  })->Iterations(plan.rounds);
  benchmark::RegisterBenchmark("member.record", [plan](benchmark::State& state) {
    open_records(state, plan);
  })->Iterations(plan.rounds);
}

}  // namespace vip::bench
