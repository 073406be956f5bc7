// card.*, handover.record.

#include <array>

#include "terminal/counter/blank_desk.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_id = 64;

// One kind of proof (A26), its entries distinct (A39).
ProofRequest read_proof(Fields& fields) {
  ProofRequest request;
  auto proof = fields.object("proof");
  if (!proof) return request;
  const int kinds =
      int{proof->has("sales")} + int{proof->has("receipts")} + int{proof->has("phone")};
  if (proof->has("sales")) {
    ProofRequest::Sales sales;
    if (const auto items = proof->array("sales", 1, 1000)) {
      if (const auto ids = items->texts(longest_id)) sales.ids = *ids;
      if (const auto repeated = items->first_repeated()) {
        items->problem(*repeated, "同一笔消费写了两次，请只写一次。",
                       "The same purchase is named twice. Name it once.");
      }
    }
    request.kind = std::move(sales);
  } else if (proof->has("receipts")) {
    ProofRequest::Receipts receipts;
    const auto items = proof->array("receipts", 1, 1000);
    for (std::size_t i = 0; items && i < items->size(); ++i) {
      if ((*items)[i].is_object()) {  // A25
        Fields entry = items->fields(i);
        UnverifiedReceipt receipt;
        receipt.receipt_no = entry.text("receipt_no", longest_id).value_or(std::string());
        receipt.day = entry.date("date").value_or(Day());
        receipt.paid = entry.fen("paid", Fen(0), Fen(1'000'000'000'000)).value_or(Fen(0));
        entry.finish();
        receipts.entries.emplace_back(std::move(receipt));
      } else if ((*items)[i].is_string() && !(*items)[i].get_ref<const std::string&>().empty() &&
                 (*items)[i].get_ref<const std::string&>().size() <= longest_id) {
        receipts.entries.emplace_back((*items)[i].get<std::string>());
      } else {
        items->problem(i, "请写小票号，或 {receipt_no, date, paid}。",
                       "Give a receipt number, or {receipt_no, date, paid}.");
      }
    }
    request.kind = std::move(receipts);
  } else if (proof->has("phone")) {
    request.kind = ProofRequest::Phone{proof->optional_any_text("phone").value_or(std::string())};
  }
  if (kinds != 1) {
    proof->known("sales");
    proof->known("receipts");
    proof->known("phone");
  }
  proof->finish();  // a misspelt name is named before it is said that none is there (A50)
  if (kinds != 1) {
    proof->problem("凭证只能是 sales、receipts、phone 之一。",
                   "A proof is one of sales, receipts and phone.");
  }
  return request;
}

void write_new_card(MethodCall& call, const NewCard& card) {
  JsonWriter& out = call.result;
  call.position = card.position;
  out.field("card", card.number.text());  // A57: in full, this once
  out.field("token", token_of(call.desk, card.number));
  out.field("last_day", card.last_day.text());
  write_address(out, card.address);
  if (card.qualified_by) out.field("clause", name(*card.qualified_by));
  out.key("points").begin_object();
  out.field("balance", card.points.count()).field("carry", card.carry.count()).end_object();
  write_notices(out, "prompts", card.prompts);
  if (call.desk.store.identity().training) out.field("training", true);
}

void write_card_act(MethodCall& call, const CardAct& act) {
  call.position = act.position;
  call.result.field("card", act.card.number.masked()).field("state", name(act.state));
  call.result.field("last_day", act.card.last_day.text());
}

Answer<Done> card_issue(MethodCall& call) {
  IssueRequest request{.proof = read_proof(call.fields)};
  if (auto form = call.fields.object("registration")) {
    request.form = read_form(*form);
    request.referrer = read_card(*form, "referrer");
    form->finish();
  }
  request.blank = read_scan(call, "blank");
  const auto lane = read_lane(call, false);
  if (const auto bad = call.check(); !bad) return bad;
  call.desk.stamp.lane = lane.value_or(std::string());
  const auto card = issue_card(call.desk, request);
  if (!card) return Unexpected{card.error()};
  write_new_card(call, *card);
  return Done{};
}

Answer<Done> card_show(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  if (const auto bad = call.check(); !bad) return bad;
  const auto found = show_card(call.desk, shown);
  if (!found) want_if_unknown(call, shown);
  if (!found) return Unexpected{found.error()};
  JsonWriter& out = call.result;
  out.field("card", found->card.number.masked()).field("state", name(found->state));
  if (found->card.blocked_for && found->state == CardState::blocked) {
    out.field("reason", name(*found->card.blocked_for));
  }
  out.field("issued", found->card.issued.text()).field("last_day", found->card.last_day.text());
  if (found->card.replaced_by) out.field("replaced_by", found->card.replaced_by->masked());
  if (found->card.renewed_by) out.field("renewed_by", found->card.renewed_by->masked());
  out.key("member").begin_object();
  if (found->address) write_address(out, *found->address);
  if (found->phone) out.field("phone", *found->phone);
  out.end_object();
  if (found->account) {
    const Account& account = *found->account;
    out.key("points").begin_object();
    out.field("balance", account.balance().count()).field("here", found->here.count());
    out.field("accumulated", account.reached().count()).field("owed", account.owed.count());
    out.field("carry", account.carry.count()).end_object();
    out.field("spend", account.spend.count());
    out.field("redeemable", found->here.count());
  }
  out.field("handbook", found->card.handbook);
  if (call.desk.store.identity().training) out.field("training", true);
  return Done{};
}

Answer<Done> card_block(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto reason = call.fields.word<BlockReason>("reason", {{"lost", BlockReason::lost},
                                                               {"stolen", BlockReason::stolen},
                                                               {"damaged", BlockReason::damaged},
                                                               {"frozen", BlockReason::frozen},
                                                               {"other", BlockReason::other}});
  if (const auto bad = call.check(); !bad) return bad;
  const auto act = block_card(call.desk, shown, *reason);
  if (!act) return Unexpected{act.error()};
  write_card_act(call, *act);
  call.result.field("reason", name(*act->card.blocked_for));
  return Done{};
}

Answer<Done> card_replace(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto blank = read_scan(call, "blank");
  const auto reason = read_free_text(call.fields, "reason", false);
  if (const auto bad = call.check(); !bad) return bad;
  const auto card = replace_card(call.desk, shown, blank, reason.value_or(std::string()));
  if (!card) return Unexpected{card.error()};
  write_new_card(call, *card);
  return Done{};
}

Answer<Done> card_renew(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto blank = read_scan(call, "blank");
  if (const auto bad = call.check(); !bad) return bad;
  const auto card = renew_card(call.desk, shown, blank);
  if (!card) return Unexpected{card.error()};
  write_new_card(call, *card);
  return Done{};
}

Answer<Done> card_close(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto reason = read_free_text(call.fields, "reason", false);
  if (const auto bad = call.check(); !bad) return bad;
  const auto act = close_card(call.desk, shown, reason.value_or(std::string()));
  if (!act) return Unexpected{act.error()};
  write_card_act(call, *act);
  return Done{};
}

Answer<Done> card_check_holder(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto passed = call.fields.word<bool>("outcome", {{"passed", true}, {"failed", false}});
  const auto lane = read_lane(call, false);
  if (const auto bad = call.check(); !bad) return bad;
  call.desk.stamp.lane = lane.value_or(std::string());
  const auto act = check_holder(call.desk, shown, *passed);
  if (!act) return Unexpected{act.error()};
  write_card_act(call, *act);
  call.result.field("outcome", *passed ? "passed" : "failed");
  return Done{};
}

Answer<Done> handover_record(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto item = call.fields.word<Handover>(
      "item", {{"handbook", Handover::handbook}, {"magazine", Handover::magazine}});
  std::string issue;
  if (item == Handover::magazine) {
    issue = call.fields.text("issue", 32).value_or(std::string());
  } else {
    call.fields.known("issue");
    if (call.fields.has("issue")) {
      call.fields.problem("issue", "只有杂志才有期号，手册请去掉这一项。",
                          "Only a magazine has an issue. Leave it out for the handbook.");
    }
  }
  if (const auto bad = call.check(); !bad) return bad;
  const auto act = hand_over(call.desk, shown, *item, issue);
  if (!act) return Unexpected{act.error()};
  write_card_act(call, *act);
  call.result.field("item", *item == Handover::handbook ? "handbook" : "magazine");
  if (!issue.empty()) call.result.field("issue", issue);
  return Done{};
}

constexpr std::array methods = {Method{"card.issue", Access::writes, card_issue},
                                Method{"card.show", Access::reads, card_show},
                                Method{"card.block", Access::writes, card_block},
                                Method{"card.replace", Access::writes, card_replace},
                                Method{"card.renew", Access::writes, card_renew},
                                Method{"card.close", Access::writes, card_close},
                                Method{"card.check_holder", Access::writes, card_check_holder},
                                Method{"handover.record", Access::writes, handover_record}};

}  // namespace

std::span<const Method> card_methods() { return methods; }

}  // namespace vip::terminal
