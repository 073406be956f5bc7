#include "terminal/counter/proofs.h"

#include <algorithm>
#include <set>

namespace vip::terminal {
namespace {

// E3: once in its life, also where it was laid on the counter before the sale was known here.
bool used(const Desk& desk, const SaleRow& sale) {
  return sale.proof_of != 0 || desk.store.books().receipt_used(sale.receipt_no).has_value();
}

class ProofReader {
 public:
  explicit ProofReader(const Desk& desk) : desk_(desk) {}

  Answer<CheckedProof> operator()(const ProofRequest::Sales& sales) {
    for (std::size_t i = 0; i < sales.ids.size(); ++i) {
      const std::string pointer = "/proof/sales/" + std::to_string(i);
      const auto seq = read_sale_id(desk_.store, sales.ids[i]);
      const auto sale = seq ? desk_.store.books().sale(*seq) : std::nullopt;
      if (!sale) return unknown(pointer, "sale", sales.ids[i]);
      if (!add(*sale)) return named_twice(pointer);
    }
    return checked_;
  }

  Answer<CheckedProof> operator()(const ProofRequest::Receipts& receipts) {
    for (std::size_t i = 0; i < receipts.entries.size(); ++i) {
      const std::string pointer = "/proof/receipts/" + std::to_string(i);
      const auto& entry = receipts.entries[i];
      const auto* unverified = std::get_if<UnverifiedReceipt>(&entry);
      const std::string& number =
          unverified != nullptr ? unverified->receipt_no : std::get<std::string>(entry);
      if (!numbers_.insert(number).second) return named_twice(pointer);
      if (const auto seq = desk_.store.books().sale_with_receipt(number)) {
        const SaleRow sale = *desk_.store.books().sale(*seq);
        if (!add(sale)) return named_twice(pointer);
        if (unverified != nullptr &&
            (unverified->day != sale.day || unverified->paid != sale.paid)) {
          checked_.contradicted.push_back(*seq);
        }
      } else if (unverified == nullptr) {
        // Of another store's receipts those are known that were used up here.
        if (!desk_.store.books().receipt_used(number)) return unknown(pointer, "receipt", number);
        if (!checked_.used_before) checked_.used_before = number;
      } else {
        add(*unverified);
      }
    }
    return checked_;
  }

  Answer<CheckedProof> operator()(const ProofRequest::Phone& asked) {
    const auto phone = read_phone(asked.phone);
    if (!phone) {
      return invalid("/proof/phone", "手机号应是 1 开头的 11 位数字。",
                     "A phone number is eleven digits beginning with 1.");
    }
    if (const auto person = desk_.store.people().with_phone(*phone)) {
      for (const SaleRow& sale : desk_.store.books().sales_of_person(person->id)) {
        if (!used(desk_, sale) && sale.day <= desk_.stamp.day) add(sale);
      }
    }
    return checked_;
  }

 private:
  bool add(const SaleRow& sale) {
    if (!seen_.insert(sale.seq).second) return false;
    if (used(desk_, sale) && !checked_.used_before) checked_.used_before = sale.receipt_no;
    checked_.proof.sales.push_back(sale.seq);
    checked_.purchases.push_back({sale.day, sale.net()});
    checked_.sales.push_back(sale);
    return true;
  }

  void add(const UnverifiedReceipt& receipt) {
    if (desk_.store.books().receipt_used(receipt.receipt_no) && !checked_.used_before) {
      checked_.used_before = receipt.receipt_no;
    }
    if (!desk_.policy().join.unverified_receipts && !checked_.unverified_not_allowed) {
      checked_.unverified_not_allowed = true;
      checked_.unverified_receipt = receipt.receipt_no;
    }
    checked_.proof.receipts.push_back(receipt);
    checked_.purchases.push_back({receipt.day, receipt.paid});
  }

  static Unexpected<No> unknown(const std::string& pointer, const char* what,
                                const std::string& id) {
    return fault(Fault::Code::not_found, pointer, "not_found", {{"what", what}, {"id", id}});
  }
  static Unexpected<No> named_twice(const std::string& pointer) {  // A39
    return invalid(pointer, "同一张小票写了两次，请只写一次。",
                   "The same purchase is named twice. Name it once.");
  }

  const Desk& desk_;
  CheckedProof checked_;
  std::set<Seq> seen_;
  std::set<std::string> numbers_;
};

}  // namespace

Answer<CheckedProof> check_proof(const Desk& desk, const ProofRequest& request) {
  return std::visit(ProofReader(desk), request.kind);
}

std::vector<Purchase> unused_purchases(const Desk& desk, PersonId person) {
  std::vector<Purchase> purchases;
  for (const SaleRow& sale : desk.store.books().sales_of_person(person)) {
    if (!used(desk, sale) && sale.day <= desk.stamp.day) {
      purchases.push_back({sale.day, sale.net()});
    }
  }
  return purchases;
}

void judge_proof_again(const Desk& desk, const SaleRow& sale, Seq returned) {
  TerminalBooks& books = desk.store.books();
  constexpr AnomalyKind kind = AnomalyKind::qualifying_purchase_returned;
  if (sale.proof_of == 0 || books.anomaly_raised(kind, sale.proof_of)) return;
  const auto entry = desk.store.journal().at(sale.proof_of);
  const auto event = entry ? decode(entry->body) : Unexpected{EventProblem::malformed};
  const auto* issue = event ? std::get_if<IssueEvent>(&event->act) : nullptr;
  if (issue == nullptr) {
    throw StorageError(StorageError::Kind::damaged, "the journal's entry of an issue is damaged");
  }
  std::vector<Purchase> purchases;
  for (const Seq seq : issue->proof.sales) {
    if (const auto proof = books.sale(seq)) purchases.push_back({proof->day, proof->net()});
  }
  for (const auto& receipt : issue->proof.receipts) {
    purchases.push_back({receipt.day, receipt.paid});
  }
  const Day applied = event->stamp.day;
  if (eligibility(purchases, applied, books.policy_on(applied).join).qualifies) return;
  raise(desk, kind, Clause::E4, issue->card, sale.proof_of, static_cast<std::int64_t>(returned));
}

}  // namespace vip::terminal
