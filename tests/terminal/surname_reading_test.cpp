#include "terminal/rules/surname_reading.h"

#include <doctest/doctest.h>

#include <string_view>

namespace vip::terminal {
namespace {

TEST_CASE("S2: the hundred commonest surnames are read") {
  // In the order of the Ministry of Public Security's list.
  struct Row {
    const char* surname;
    const char* reading;
  };
  const Row rows[] = {
      {"王", "Wang"},  {"李", "Li"},    {"张", "Zhang"}, {"刘", "Liu"},  {"陈", "Chen"},
      {"杨", "Yang"},  {"黄", "Huang"}, {"赵", "Zhao"},  {"吴", "Wu"},   {"周", "Zhou"},
      {"徐", "Xu"},    {"孙", "Sun"},   {"马", "Ma"},    {"朱", "Zhu"},  {"胡", "Hu"},
      {"郭", "Guo"},   {"何", "He"},    {"林", "Lin"},   {"罗", "Luo"},  {"高", "Gao"},
      {"郑", "Zheng"}, {"梁", "Liang"}, {"谢", "Xie"},   {"宋", "Song"}, {"唐", "Tang"},
      {"许", "Xu"},    {"邓", "Deng"},  {"冯", "Feng"},  {"韩", "Han"},  {"曹", "Cao"},
      {"曾", "Zeng"},  {"彭", "Peng"},  {"萧", "Xiao"},  {"肖", "Xiao"}, {"蔡", "Cai"},
      {"潘", "Pan"},   {"田", "Tian"},  {"董", "Dong"},  {"袁", "Yuan"}, {"于", "Yu"},
      {"余", "Yu"},    {"叶", "Ye"},    {"蒋", "Jiang"}, {"杜", "Du"},   {"苏", "Su"},
      {"魏", "Wei"},   {"程", "Cheng"}, {"吕", "Lyu"},   {"丁", "Ding"}, {"沈", "Shen"},
      {"任", "Ren"},   {"姚", "Yao"},   {"卢", "Lu"},    {"傅", "Fu"},   {"钟", "Zhong"},
      {"姜", "Jiang"}, {"崔", "Cui"},   {"谭", "Tan"},   {"廖", "Liao"}, {"范", "Fan"},
      {"汪", "Wang"},  {"陆", "Lu"},    {"金", "Jin"},   {"石", "Shi"},  {"戴", "Dai"},
      {"贾", "Jia"},   {"韦", "Wei"},   {"夏", "Xia"},   {"邱", "Qiu"},  {"方", "Fang"},
      {"侯", "Hou"},   {"邹", "Zou"},   {"熊", "Xiong"}, {"孟", "Meng"}, {"秦", "Qin"},
      {"白", "Bai"},   {"江", "Jiang"}, {"阎", "Yan"},   {"薛", "Xue"},  {"尹", "Yin"},
      {"段", "Duan"},  {"雷", "Lei"},   {"黎", "Li"},    {"史", "Shi"},  {"龙", "Long"},
      {"陶", "Tao"},   {"贺", "He"},    {"顾", "Gu"},    {"毛", "Mao"},  {"郝", "Hao"},
      {"龚", "Gong"},  {"邵", "Shao"},  {"万", "Wan"},   {"钱", "Qian"}, {"严", "Yan"},
      {"覃", "Qin"},   {"武", "Wu"},    {"戚", "Qi"},    {"莫", "Mo"},   {"孔", "Kong"},
      {"向", "Xiang"}, {"汤", "Tang"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.surname);
    CHECK(surname_reading(row.surname) == row.reading);
  }
}

TEST_CASE("S2: a surname's own sound, not its character's usual one") {
  struct Row {
    const char* surname;
    const char* reading;
  };
  const Row rows[] = {
      {"曾", "Zeng"},       {"单", "Shan"},     {"仇", "Qiu"},         {"解", "Xie"},
      {"查", "Zha"},        {"区", "Ou"},       {"朴", "Piao"},        {"任", "Ren"},
      {"盖", "Ge"},         {"乐", "Yue"},      {"召", "Shao"},        {"翟", "Zhai"},
      {"缪", "Miao"},       {"种", "Chong"},    {"句", "Gou"},         {"员", "Yun"},
      {"秘", "Bi"},         {"尉迟", "Yuchi"},  {"万俟", "Moqi"},      {"单于", "Chanyu"},
      {"长孙", "Zhangsun"}, {"澹台", "Tantai"}, {"令狐", "Linghu"},    {"乐正", "Yuezheng"},
      {"欧阳", "Ouyang"},   {"司马", "Sima"},   {"上官", "Shangguan"}, {"诸葛", "Zhuge"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.surname);
    CHECK(surname_reading(row.surname) == row.reading);
  }
}

TEST_CASE("S2: nobody guesses what is not in the table") {
  for (const char* surname :
       {"", "Wang", "王 ", "王王", "欧", "陳", "張", "山田", "欧阳王", "\xE7\x8E", "龘"}) {
    CAPTURE(surname);
    const bool known = surname_reading(surname).has_value();
    CHECK(known == (std::string_view(surname) == "欧"));  // 欧 is a surname too
  }
}

}  // namespace
}  // namespace vip::terminal
