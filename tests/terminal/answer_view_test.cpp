// AnswerView: answers as people read them, driven by the answer itself.
#include "terminal/cli/answer_view.h"

#include <doctest/doctest.h>

#include <string>

namespace vip::terminal::cli {
namespace {

const Look english{.language = Language::en, .colour = false};
const Look chinese{.language = Language::zh, .colour = false};

TEST_CASE("A quote: every line with its reason, both ways, both numbers of points (D6, D2, A30)") {
  const char* quote = R"({"ok":true,"result":{"card":"9156 **** **** 0018",
    "member":{"address":{"zh-CN":"王女士","en":"Ms 王"},"since":"2026-01-10","last_day":"2028-01-10"},
    "choice":"member","recommended":"coupon",
    "alternatives":[{"choice":"member","paid":23220},{"choice":"coupon","paid":20800}],
    "rate":{"clause":"D1","pays":"0.90"},
    "lines":[{"sku":"A17","gross":25800,"reduction":2580,"paid":23220,"clause":"D1"},
             {"sku":"面膜","gross":800,"reduction":0,"paid":800,"clause":"D5"}],
    "gross":26600,"reduction":2580,"paid":24020,
    "points":{"before":12,"accumulated":22,"earned":3,"after":15,"carry_before":8000,
              "carry_after":2020},
    "prompts":[{"clause":"S3","word":"birthday_soon",
                "message":{"zh-CN":"会员 3 天后过生日。","en":"The birthday is in 3 days."},
                "facts":{"days":3}}],
    "warnings":[{"clause":"C8","word":"w","message":{"zh-CN":"请核对。","en":"Check it."}}]}})";
  CHECK(view(quote, english).data ==
        "card     9156 **** **** 0018\n"
        "member   Ms 王, since 2026-01-10, last day 2028-01-10\n"
        "choice   member\n"
        "cheaper  coupon\n"
        "\n"
        "both ways\n"
        "  choice    paid\n"
        "  member  232.20\n"
        "  coupon  208.00\n"
        "\n"
        "rate  member rate (D1) 0.90\n"
        "\n"
        "lines\n"
        "  sku    gross  reduction    paid  clause\n"
        "  A17   258.00      25.80  232.20  member rate (D1)\n"
        "  面膜    8.00       0.00    8.00  promotion or special price (D5)\n"
        "\n"
        "gross               266.00\n"
        "reduction           25.80\n"
        "paid                240.20\n"
        "points balance      12 -> 15 (+3)\n"
        "carry               80.00 -> 20.20\n"
        "points accumulated  22\n"
        "\n"
        "! Check it. (C8)\n"
        "\n"
        "* The birthday is in 3 days. (S3)\n");
  const std::string zh = view(quote, chinese).data;
  CHECK(zh.find("会员    王女士, 入会日 2026-01-10, 最后一天 2028-01-10\n") != std::string::npos);
  CHECK(zh.find("  A17   258.00  25.80  232.20  会员价 (D1)\n") != std::string::npos);
  CHECK(zh.find("* 会员 3 天后过生日。 (S3)\n") != std::string::npos);
}

TEST_CASE("A sale shows its receipt, which says all the rest (S8)") {
  const View shown = view(R"({"ok":true,"result":{"paid":3550,"lines":[{"sku":"B20","paid":3550}],
    "sale":"S01-1-42","receipt_no":"481","receipt":"a\nb\n","prompts":[]}})",
                          english);
  CHECK(shown.data ==
        "sale         S01-1-42\n"
        "receipt no.  481\n"
        "\n"
        "a\n"
        "b\n");
  CHECK(shown.messages.empty());
}

TEST_CASE("Lines of a basket are counted from one, lines of a file as the file has them (P4)") {
  CHECK(view(R"({"ok":true,"result":{"refund":11610,"lines":[{"line":0,"qty":1,"refund":11610}]}})",
             english)
            .data ==
        "refund  116.10\n"
        "\n"
        "lines\n"
        "  line  qty  refund\n"
        "     1    1  116.10\n");
  CHECK(view(R"({"ok":true,"result":{"rejected":[{"line":3,"reason":"field_count"}]}})", english)
            .data ==
        "rejected\n"
        "  line  reason\n"
        "     3  field_count\n");
}

TEST_CASE("R2: a report for paper is the paper alone") {
  CHECK(
      view(R"({"ok":true,"result":{"store":"S01","sales":2,"text":"门店 S01\n交易 2\n"}})", english)
          .data == "门店 S01\n交易 2\n");
}

TEST_CASE("A refusal is one paragraph with its clause at the end, on standard error") {
  const char* refusal = R"({"ok":false,"refusal":{"clause":"G2","word":"points_short",
    "message":{"zh-CN":"还差 18 分。没有兑换。","en":"18 points short. Nothing was redeemed."},
    "facts":{"balance":12}}})";
  CHECK(view(refusal, english).data.empty());
  CHECK(view(refusal, english).messages == "18 points short. Nothing was redeemed. (G2)\n");
  CHECK(view(refusal, chinese).messages == "还差 18 分。没有兑换。 (G2)\n");
  CHECK(view(refusal, {.language = Language::en, .colour = true}).messages ==
        "\x1b[1;31m18 points short. Nothing was redeemed. (G2)\x1b[0m\n");
}

TEST_CASE("An error says where in the request, and its code last") {
  const char* error = R"({"ok":false,"error":{"code":"request.invalid","pointer":"/lines/0/qty",
    "message":{"zh-CN":"须为整数。","en":"A whole number is wanted."},"retryable":false}})";
  CHECK(view(error, english).messages ==
        "A whole number is wanted. (request.invalid, at /lines/0/qty)\n");
  CHECK(view(error, chinese).messages == "须为整数。 (request.invalid，见 /lines/0/qty)\n");
}

TEST_CASE("A field that this version does not know is shown under its own name") {
  CHECK(view(R"({"ok":true,"result":{"brand_new":7,"deep":{"a":{"b":[1,2]}},"empty":[],
    "gone":null,"on":true,"what":[{"x":{"y":1}},{"z":"t"}]}})",
             english)
            .data ==
        "brand new  7\n"
        "\n"
        "deep\n"
        "  a\n"
        "    b  1, 2\n"
        "\n"
        "empty  -\n"
        "gone   -\n"
        "on     yes\n"
        "\n"
        "what\n"
        "  x    z\n"
        "  y 1\n"
        "       t\n");
}

TEST_CASE("R3: what stands in an answer cannot steer a screen") {
  const View shown = view("{\"ok\":true,\"result\":{\"note\":\"a\\u001b[31mb\"}}", english);
  CHECK(shown.data == "note  a [31mb\n");
}

TEST_CASE("What is no answer is shown as it is") {
  CHECK(view("not json", english).data == "not json\n");
  CHECK(view("[1]", english).data == "[1]\n");
}

}  // namespace
}  // namespace vip::terminal::cli
