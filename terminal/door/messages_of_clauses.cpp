// What is said to people under the clauses of the policy, in its order (message_texts.h).
#include "terminal/door/message_texts.h"

namespace vip::terminal {
namespace {

using enum Clause;

constexpr KnownMessage catalogue[] = {
    // E · who becomes a VIP
    {E1, "threshold_not_reached",
     "消费还不够办卡：今天再消费 {missing:yuan} 元即可。没有发卡，小票也没有用掉。",
     "Not enough purchases for a card yet: {missing:yuan} more today is enough. No card was "
     "issued and no receipt was used up."},
    {E2, "threshold_not_reached",
     "累计消费还不够办卡：今天再消费 {missing:yuan} 元即可。没有发卡，小票也没有用掉。",
     "The purchases do not add up to a card yet: {missing:yuan} more today is enough. No card was "
     "issued and no receipt was used up."},
    {E3, "receipt_used",
     "小票 {receipt_no:text} 已经用来办过卡，每张小票只算一次。没有发卡，其余小票仍然有效。"
     "请去掉这张，换别的小票。",
     "Receipt {receipt_no:text} has counted for a card already; each receipt counts once. No card "
     "was issued, the other receipts are still good. Leave this one out or use another."},
    {E3, "receipt_unverified",
     "本店查不到小票[ {receipt_no:text}]，按总部规定不能凭它办卡。没有发卡，其余小票仍然有效。"
     "请用本店的小票，或到开票的门店办理。",
     "Receipt[ {receipt_no:text}] is not known at this store, and head office does not accept "
     "receipts that cannot be checked here. No card was issued, the other receipts are still "
     "good. Use receipts of this store, or apply where it was printed."},
    {E3, "phone_malformed",
     "手机号应是 1 开头的 11 "
     "位数字，这个不是，所以本单没有记在任何人名下，可照常收款。请核对手机号。",
     "A phone number is eleven digits beginning with 1. This is none, so the purchase counts for "
     "nobody's application; the sale can go on. Check the number."},
    {E5, "field",
     "登记表这一项没填或填得不对：{pointer:field}。没有发卡，也没有改动。请补好再提交。",
     "This field of the registration form is missing or not right: {pointer:field}. Nothing was "
     "issued or changed. Fill it in and try again."},
    {E6, "has_card",
     "这个手机号名下已有会员卡 {card:text}，一人一卡。没有再发卡，原卡照常使用。"
     "若卡已遗失，请办挂失补卡。",
     "There is a card under this phone already: {card:text}; one person holds one card. No other "
     "was issued and that card stays as it is. If it is lost, have it replaced."},
    {E7, "handbook_waiting", "请把会员手册交给顾客，并登记已发放。",
     "Hand the member's handbook over, and record that it was."},
    {E7, "already_handed_over", "会员手册已经发过，没有重复登记。",
     "The member's handbook was handed over before; nothing was recorded twice."},

    // D · what a VIP pays
    {D7, "paid_differs",
     "价格与报价时不同：收银台是 {expected:yuan} 元，现在应付 {paid:yuan} 元。没有入账。"
     "请重新报价，并把新价格告诉顾客。",
     "The price is not the one of the quote: the till has {expected:yuan}, it comes to "
     "{paid:yuan} now. Nothing was booked. Quote again and tell the customer the new price."},
    {D8, "card_unknown",
     "本店不认识这个卡号[（{check_digit:check}）]"
     "，本单不享受会员优惠，可照常收款。请核对卡号，或直接扫卡。",
     "This card number is not known here[ ({check_digit:check})], so there are no member "
     "benefits; the sale can go on. Check the digits, or scan the card itself."},
    {D8, "card_forged", "这张卡上的密码或签名不对，不享受会员优惠，可照常收款。请告诉店长。",
     "The secret or the signature on this card is not right, so there are no member benefits; the "
     "sale can go on. Tell the manager."},
    {D8, "presence_not_allowed",
     "按总部规定，会员卡不能用这种方式出示（{presence:presence}），不享受会员优惠，可照常收款。"
     "请顾客出示会员卡。",
     "Head office does not allow a card to be shown in this way ({presence:presence}), so there "
     "are no member benefits; the sale can go on. Ask for the card itself."},
    {D8, "scan_not_a_card",
     "没认出扫到的是什么，内容没有保存，可照常收款。请扫会员卡，或输入卡号、手机号。",
     "What was scanned is nothing that is known here, and it was not stored; the sale can go on. "
     "Scan the member's card, or type its number or the phone number."},
    {D8, "scan_phone",
     "这是手机号，不是会员卡：按总部规定不凭手机号打折，本单记在该手机号名下，可照常收款。"
     "请顾客出示会员卡。",
     "That is a phone number and no card: head office grants no member rate on it. The purchase is "
     "recorded under it and the sale can go on. Ask for the card."},
    {D8, "scan_last_four",
     "只有四位尾号，认不出是哪张卡，可照常收款。请扫会员卡，或输入完整卡号、手机号。",
     "Four last digits do not say which card it is; the sale can go on. Scan the card, or type its "
     "whole number or the phone number."},
    {D8, "scan_read_error", "没读完整，内容没有保存，可照常收款。请再刷一次；还不行就手输卡号。",
     "Incomplete read; nothing was stored and the sale can go on. Swipe or scan again, or type the "
     "number."},
    {D8, "scan_bank_card", "这是银行卡，已丢弃，没有保存，可照常收款。请刷会员卡。",
     "That is a bank card; it was discarded and nothing was stored. The sale can go on. Swipe the "
     "member card."},
    {D8, "scan_identity_card", "请不要扫身份证，可用手机号。没有保存，可照常收款。",
     "Please do not scan ID cards; use the phone number. Nothing was stored and the sale can go "
     "on."},
    {D8, "scan_payment_code",
     "这是付款码，不是会员码。没有保存，可照常收款。请让顾客打开会员码，或报手机号。",
     "That is a payment code, not a member code. Nothing was stored and the sale can go on. Ask "
     "for the member code or phone."},
    {D8, "scan_product", "这是商品条码，不是会员卡。没有办理。请在收银软件里扫商品，这里扫会员卡。",
     "That is a product barcode, not a card. Nothing was done. Scan it in the till, and the "
     "member's card here."},
    {D8, "scan_receipt",
     "这是小票号，不是会员卡。没有办理。请扫会员卡；退货、凭小票办卡请填小票号。",
     "That is a receipt's number, not a card. Nothing was done. Scan the member's card; returns "
     "and proofs of purchase have a field of their own for receipts."},
    {D8, "scan_name",
     "这是姓名，不是会员卡。没有办理。不能凭姓名找会员，请扫会员卡，或输入卡号、手机号。",
     "That is a name, not a card. Nothing was done. Members are not found by name: scan the card, "
     "or type its number or the phone number."},
    {D8, "scan_own_card", "这是本连锁的会员卡。没有改动。收款时扫它即可享受会员价。",
     "That is a member's card of this chain. Nothing was changed. Scan it at the sale for the "
     "member rate."},
    {D8, "scan_own_card_unknown",
     "像是本连锁的会员卡，但本店没有这张卡的记录。没有改动。请核对卡号，或用手机号找会员。",
     "That looks like a card of this chain, and this store has no record of it. Nothing was "
     "changed. Check the digits, or find the member by phone."},
    {D8, "scan_own_card_mistyped",
     "卡号的校验位不对，多半是输错了一位，或相邻两位颠倒。没有改动。请核对卡号，或直接扫卡。",
     "The number's check digit is wrong: most likely one digit is mistyped, or two are swapped. "
     "Nothing was changed. Check the digits, or scan the card."},

    // P · points
    {P4, "points_owed",
     "退货后这张卡还欠积分（现有 {balance:points}），还差 {short:points} 才够兑换。没有兑换，"
     "购物照常积分。余额为正后再来兑换。",
     "The card owes points after a return (balance {balance:points}) and is {short:points} short. "
     "Nothing was redeemed; purchases earn as usual. Redeem once the balance is above zero again."},
    {P4, "returned_too_much",
     "第 {line:line} 行只剩 {out:n} 件可退，本次要退 {asked:n} 件。没有退货，也没有退款。"
     "请核对小票和件数。",
     "Line {line:line} has {out:n} left to return and {asked:n} were asked for. Nothing was "
     "returned or paid back. Check the receipt and the number of pieces."},
    {P8, "points_short",
     "本店可扣的积分只有 {here:points}，不够更正 {delta:points}。积分没有变动。请改小数字，"
     "或先与总部同步。",
     "There are {here:points} to take here, too few for a correction of {delta:points}. The "
     "points are as they were. Take fewer, or exchange with head office first."},
    {P8, "second_operator_needed",
     "手工更正积分要有另一位员工（店长）确认。积分没有变动。请填上第二位员工的工号。",
     "A correction by hand needs a second member of staff, a manager. The points are as they "
     "were. Give the second operator's number."},

    // G · gifts
    {G1, "gift_unknown", "本店礼品单上没有“{gift:text}”。没有兑换，积分没有变动。请看礼品单再选。",
     "\"{gift:text}\" is not on this store's poster. Nothing was redeemed and the points are as "
     "they were. Choose from the poster."},
    {G1, "gift_not_on_offer",
     "礼品“{gift:text}”今天不在兑换期内（{first_day:day} 至 {last_day:day}）。没有兑换，"
     "积分没有变动。请选别的礼品。",
     "Gift \"{gift:text}\" is not on offer today (it is from {first_day:day} through "
     "{last_day:day}). Nothing was redeemed and the points are as they were. Choose another gift."},
    {G2, "points_short",
     "还差 {short:points}：这件礼品要 {needed:points}，卡上有 {balance:points}。没有兑换，"
     "积分没有变动。请选积分够的礼品。",
     "{short:points} short: this gift takes {needed:points}, the card has {balance:points}. "
     "Nothing was redeemed and the points are as they were. Choose a gift for fewer points."},
    {G2, "gift_out_of_stock",
     "礼品“{gift:text}”已兑完。没有兑换，积分没有变动。请选别的礼品，或到货后再来。",
     "Gift \"{gift:text}\" is out of stock. Nothing was redeemed and the points are as they were. "
     "Choose another, or come back when it is in again."},
    {G5, "account_unheard",
     "本店第一次见到这张卡，还没有从总部得知它的积分，可以打折和积分，暂不能兑换。没有兑换，"
     "积分没有变动。请与总部同步后再试。",
     "This store has met this card for the first time and has not heard from head office what it "
     "holds: it buys and earns, and redeems nothing yet. Nothing was redeemed and the points are "
     "as they were. Exchange with head office and try again."},
    {G5, "points_elsewhere",
     "这张卡共有 {balance:points}，但本店现在只能动用 {here:points}，另有 {elsewhere:points} "
     "在别处[（{where:text}）]。没有兑换，积分没有变动。请与总部同步后再试。",
     "The card has {balance:points}, but only {here:points} can be redeemed here now; "
     "{elsewhere:points} are held elsewhere[ ({where:text})]. Nothing was redeemed and the points "
     "are as they were. "
     "Exchange with head office and try again."},

    // C · the card's life
    {C1, "blank_unknown", "这不是本店的空白卡。没有发卡，也没有改动。请换一张总部发来的空白卡。",
     "This is not a blank card of this store. Nothing was issued or changed. Take another of "
     "those that head office sent."},
    {C1, "blank_used", "这张卡已经发出，不是空白卡。没有发卡，也没有改动。请换一张空白卡。",
     "This card has been given out already and is no blank. Nothing was issued or changed. Take "
     "another blank."},
    {C1, "blank_forged",
     "这张卡上的密码或签名不对，不是总部做的。没有发卡，也没有改动。请收起这张卡，告诉店长。",
     "The secret or the signature on this card is not head office's. Nothing was issued or "
     "changed. Keep the card and tell the manager."},
    {C1, "blank_of_other_store",
     "这是总部发给别的门店的空白卡。没有发卡，也没有改动。请换一张本店的空白卡。",
     "This is a blank that head office made for another store. Nothing was issued or changed. "
     "Take one of this store's."},
    {C1, "blank_too_old",
     "这张空白卡太旧，最晚只能用到 {last_day:day}，不够新卡的有效期。没有发卡，也没有改动。"
     "请换一张较新的空白卡。",
     "This blank is too old: no card made of it is good after {last_day:day}, and the new card "
     "would be. Nothing was issued or changed. Take a newer blank."},
    {C1, "blanks_training",
     "培训门店的空白卡用不完，不需要总部的清单。没有收下，也没有改动。请在正式门店执行。",
     "A training store has blanks without end and takes no list. Nothing was changed. Do this at "
     "a store in earnest."},
    {C1, "blanks_not_ours",
     "这份清单是给门店 {store:text} 的，不是本店的。没有收下，也没有改动。请用本店的清单。",
     "This list is for store {store:text} and not for this one. It was not taken and nothing was "
     "changed. Take this store's list."},
    {C1, "no_blanks", "本店的空白卡用完了。没有发卡，也没有改动。请向总部要空白卡，并与总部同步。",
     "This store has no blank cards left. Nothing was issued or changed. Ask head office for "
     "blanks and exchange with it."},
    {C3, "card_expired",
     "会员卡已过期，最后有效日是 {last_day:day}，不享受会员优惠，可照常收款。"
     "宽限期内可凭原登记续卡。",
     "The card has expired: its last day was {last_day:day}. It gives no member benefits; goods "
     "can be sold as usual. Within the grace period it can be renewed on the old registration."},
    {C4, "not_yet", "现在还不能续卡，{first_day:day} 起可以办理。没有改动，原卡照常使用。",
     "It is too early to renew this card; it can be renewed from {first_day:day} on. Nothing was "
     "changed and the card is good until then."},
    {C4, "grace_over",
     "续卡宽限期已过，最后一天是 {last_day_of_grace:day}。没有改动。请按新会员的条件重新办卡。",
     "The time for renewal is over; its last day was {last_day_of_grace:day}. Nothing was "
     "changed. The customer may apply for a new card like anybody (E1, E2)."},
    {C4, "already_renewed", "这张卡已经续过，请用新卡[ {card:text}]。没有改动。",
     "This card has been renewed already; use the new one[ ({card:text})]. Nothing was changed."},
    {C6, "card_blocked",
     "会员卡已挂失或停用[（{reason:reason}）]，不享受会员优惠，可照常收款。"
     "核对持卡人后，可在发卡门店补卡。",
     "The card is blocked[ ({reason:reason})]. It gives no member benefits; goods can be sold as "
     "usual. Once the holder is checked, the issuing store can replace it."},
    {C6, "already_blocked", "这张卡此前已挂失或停用，没有重复登记。",
     "This card was blocked before; nothing was recorded twice."},
    {C6, "card_frozen",
     "会员卡已被总部冻结，不享受会员优惠，可照常收款。只有总部能解冻，请店长联系营运部。",
     "The card is frozen by head office. It gives no member benefits; goods can be sold as usual. "
     "Only head office can lift this: ask the manager to call operations."},
    {C6, "not_issuing_store",
     "补卡要到发卡门店[ {store:text}]或总部办理。没有改动。本店可以先为顾客挂失。",
     "A card is replaced by the store that issued it[ ({store:text})] or by head office. Nothing "
     "was changed. This store can block it meanwhile."},
    {C8, "holder_check_failed",
     "持卡人身份核对未通过，本单不享受会员优惠，可照常收款。会员卡只限本人使用。",
     "The check of the holder's identity failed, so there are no member benefits for this "
     "purchase; goods can be sold as usual. A card is for its owner only."},
    {C9, "card_replaced",
     "这张卡已被新卡替换[，请用 "
     "{replaced_by:text}]，旧卡不享受会员优惠，可照常收款。请顾客出示新卡。",
     "This card was replaced[ by {replaced_by:text}] and gives no member benefits; goods can be "
     "sold as usual. Ask for the new card."},
    {C9, "card_closed", "这张卡已注销，不享受会员优惠，可照常收款。需要的话请按条件重新办卡。",
     "This card is closed and gives no member benefits; goods can be sold as usual. The customer "
     "may apply for a new card."},
    {C9, "card_blank", "这是一张还没有发出的空白卡，不享受会员优惠，可照常收款。请先办卡。",
     "This is a blank card that was given to nobody yet; it gives no member benefits, and goods "
     "can be sold as usual. Issue it first."},

    // S · service at the counter
    {S1, "ask_for_card", "请问顾客有没有会员卡。", "Ask whether the customer has a member's card."},
    {S3, "birthday_today", "今天是会员生日：核对身份证件原件并确认后，按生日价结账。",
     "It is the member's birthday: with the original identity document shown and confirmed, the "
     "birthday rate applies."},
    {S3, "birthday_soon", "会员{days:in_days}过生日。", "The member's birthday is {days:in_days}."},
    {S3, "points_to_gift", "再积 {short:points}可兑换“{name:text}”。",
     "{short:points} more for the gift \"{name:text}\"."},
    {S3, "points_to_level", "累计再积 {short:points}可享更高一档会员价。",
     "{short:points} more for the better member rate."},
    {S3, "card_expiring", "会员卡{days:in_days}到期，最后有效日 {last_day:day}。",
     "The card runs out {days:in_days}: its last day is {last_day:day}."},
    {S3, "magazine_waiting", "会员杂志[ {issue:text}]还没有发给这位会员。",
     "The member's magazine[ {issue:text}] is waiting to be handed over."},
    {S4, "to_become_member", "今天再消费 {missing:yuan} 元即可成为会员。",
     "{missing:yuan} more today makes this customer a VIP."},
    {S4, "becomes_member", "这位顾客的消费已够办会员卡，请告诉顾客。",
     "This customer's purchases are enough for a card: say so."},
    {S5, "welcome_referrer",
     "这位顾客由老会员[{address_zh:text}][（{card:text}）]介绍而来，请店长表示欢迎。",
     "A member[, {address_en:text}][ ({card:text})] brought this customer: the manager may "
     "welcome them."},
    {S7, "already_handed_over",
     "这一期会员杂志[ {issue:text}]已经发过，每期每卡一本。没有重复登记。",
     "This issue of the magazine[ ({issue:text})] was handed over before; one per issue and card. "
     "Nothing was recorded twice."},

    {R1, "month_not_over", "{month:text} 还没过完，登记册要到 {last_day:text} 才能结。没有改动。",
     "{month:text} is not over; its registry is closed on {last_day:text} at the earliest. Nothing "
     "was changed."},
    {S6, "birthday", "[{address_zh:text}，]提前祝您生日快乐！生日当天凭身份证件购物享生日价。",
     "[{address_en:text}, ]an early happy birthday! On the day itself the birthday rate is yours, "
     "with your identity document."},
    {S6, "card_expiring", "[{address_zh:text}，]您的会员卡有效期至[ {day:text}]，欢迎到店续卡。",
     "[{address_en:text}, ]your member's card is valid through[ {day:text}]; we are glad to renew "
     "it."},
    {S6, "news", "[{address_zh:text}，]您好。", "[{address_en:text}, ]good day."},
};

}  // namespace

std::span<const KnownMessage> clause_messages() { return catalogue; }

}  // namespace vip::terminal
