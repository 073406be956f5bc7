// Property: a sentence that holds for every input, tried on random ones (RapidCheck).
//
//   CHECK(holds("the parts add up to the total", 100'000, [](...) { RC_ASSERT(...); }));
//
// RC_ASSERT takes its expression apart, so && and || in it look at both sides: use an if.
//
// A failure prints the smallest input found; the seed printed at the start runs it again, from
// RC_PARAMS="seed=..." in the environment.
#pragma once

#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <iostream>
#include <string>

namespace vip {

template <class Property>
bool holds(const std::string& sentence, int cases, Property property) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = cases;
  rc::detail::TestMetadata metadata;
  metadata.id = sentence;
  metadata.description = sentence;
  rc::detail::TestListenerAdapter listener;
  const rc::detail::TestResult result = rc::detail::checkTestable(
      property, metadata, params, listener, rc::detail::configuration().reproduce);
  rc::detail::printResultMessage(result, std::cerr << "- " << sentence << "\n");
  std::cerr << "\n";
  return result.template is<rc::detail::SuccessResult>();
}

}  // namespace vip
