#include "cardformat/scan/free_text.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/show.h"

namespace vip::card {
namespace {

TEST_CASE("free text: other people's numbers among words") {
  struct Row {
    const char* text;
    std::optional<ScanClass> what;
  };
  const Row rows[] = {
      {"", {}},
      {"喜欢玫瑰味", {}},
      {"身份证11010519491231002X", ScanClass::identity_card},
      {"身份证 11010519491231002x。", ScanClass::identity_card},
      {"证件：１１０１０５１９４９１２３１００２Ｘ", ScanClass::identity_card},
      {"440524198001010013", ScanClass::identity_card},
      {"卡 6250 9410 0652 8599 谢谢", ScanClass::bank_card},
      {"4111-1111-1111-1111", ScanClass::bank_card},
      {"电话 13812345678，卡 4111111111111111", ScanClass::bank_card},
      {"付款码134567890123456789", ScanClass::wechat_code},
      {"281234567890123456", ScanClass::alipay_code},
      {"6212345678901234567", ScanClass::unionpay_code},
      {"11010519491231002Y", {}},
      {"4111111111111112", {}},
      {"电话 13812345678", {}},
      {"13812345678, 13912345678", {}},
      {"9156 8000 0000 0014", {}},  // a member's card is no secret of others
      {"2026-11-22 10:00", {}},
      {"订单 41111111111111114111111111111111", {}},  // longer than anybody's number
      {"411111111111111141111111111111110000000000", {}},
      {"X", {}},
      {"no such sale: ]Q1287364519203847561", ScanClass::alipay_code},
      {"/]E04111111111111111", ScanClass::bank_card},
      {"]Q1", {}},
      {";6231987654309875", ScanClass::read_error},
      {"%b623198765430", ScanClass::read_error},
      {";62319876543", {}},
      {"订单;2026", {}},
      {"\xff\xfe 4111111111111111", ScanClass::bank_card},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(secret_in(row.text) == row.what);
  }
}

TEST_CASE("free text: of any length, wherever in it") {
  for (const std::size_t before : {0U, 4000U, 4079U, 4080U, 4090U, 4096U, 8000U, 20000U}) {
    CAPTURE(before);
    const std::string text = std::string(before, ' ') + "4111111111111111" + std::string(5000, 'x');
    CHECK(secret_in(text) == ScanClass::bank_card);
  }
  CHECK_FALSE(secret_in(std::string(20000, 'x')));
}

}  // namespace
}  // namespace vip::card
