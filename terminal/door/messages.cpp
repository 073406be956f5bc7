#include "terminal/door/messages.h"

#include <algorithm>
#include <cstddef>

namespace vip::terminal {
namespace {

using enum Clause;

// The catalogue, in the order of the policy; errors last. {name:kind} is a place for a fact, kinds
// are those of show(); a part in [ ] stands only where all of its facts do.
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

    // X1 · what the manager does about each kind of breach.
    {X1, "own_anomaly",
     "这条异常发生在您自己手上，不能由您自己了结。没有改动。请换一位店长或报营运部。",
     "This happened under your own hand, so you cannot settle it. Nothing was changed. Ask another "
     "manager, or operations."},
    {X1, "benefit_on_void_card", "请问明顾客卡从何来；若是挂失的卡，留下卡并联系失主。",
     "Ask where the card comes from; if it was reported lost, keep it and call its owner."},
    {X1, "identity_check_failed", "请查看当时的交易和监控；确认冒用就停用此卡并通知持卡人。",
     "Look at the sale and the camera; if it was somebody else's card, block it and tell the "
     "member."},
    {X1, "birthday_without_document",
     "请问当班收银员核对的是谁的证件；说不清的按违规处理，并补收差价。",
     "Ask the cashier whose document it was; without a good answer treat it as a breach."},
    {X1, "birthday_many_purchases", "请核对这几笔的商品和收银员；替别人买的不享生日价。",
     "Compare these sales, their goods and their cashier; purchases for others have no birthday "
     "rate."},
    {X1, "many_purchases_a_day", "请核对当天这张卡的各笔交易，看是否借卡给别人用。",
     "Look through this card's sales of the day, in case it was lent to others."},
    {X1, "same_card_same_operator",
     "请对照监控看持卡人是否在场；收银员用自己或熟人的卡积顾客的分，按违规处理。",
     "Check with the camera whether the member was there. A cashier who collects customers' points "
     "on a card of theirs breaches the policy."},
    {X1, "own_card", "请另一位同事重新核对这笔交易；员工本人的卡须由同事受理。",
     "Have a colleague check this sale; staff's own cards are served by somebody else."},
    {X1, "false_receipt", "请调出办卡时的小票原件核对；不实的报营运部冻结会员卡。",
     "Take out the receipt that was laid down and compare; if it is false, have operations freeze "
     "the card."},
    {X1, "qualifying_purchase_returned", "请看退货是否属实；会员卡不自动收回，由店长决定。",
     "See whether the return is genuine; the card is not taken away by itself, the manager "
     "decides."},
    {X1, "clock_set_back", "请校准本机时钟，并问是谁改的。",
     "Set the clock right, and ask who changed it."},
    {X1, "journal_broken", "请停止使用这份数据，保留现场，并联系总部。",
     "Stop using this data, leave everything as it is, and call head office."},

    // X · breaches. As warnings at the counter and as lines of a report.
    {X2, "benefit_on_void_card",
     "有人出示了无效的会员卡[ {card:text}]。没有给优惠，已记下供店长查看。",
     "A card that is not valid[ ({card:text})] was shown for benefits. None were given; it is "
     "noted for the manager."},
    {X2, "identity_check_failed", "持卡人身份核对未通过[：{card:text}]。已记下供店长查看。",
     "A check of the holder's identity failed[: {card:text}]. It is noted for the manager."},
    {X2, "birthday_without_document", "生日价没有核对身份证件[：{card:text}]。已记下供店长查看。",
     "The birthday rate was asked for without the identity document[: {card:text}]. It is noted "
     "for the manager."},
    {X2, "birthday_many_purchases",
     "同一张卡在生日当天多次按生日价购物[：{card:text}][，共 {count:n} 次]。已记下供店长查看。",
     "One card had the birthday rate on many purchases[: {card:text}][, {count:n} of them]. It is "
     "noted for the manager."},
    {X2, "many_purchases_a_day",
     "同一张卡一天内购物次数偏多[：{card:text}][，共 {count:n} 次]。已记下供店长查看。",
     "One card made many purchases in a day[: {card:text}][, {count:n} of them]. It is noted for "
     "the manager."},
    {X2, "own_card",
     "这是操作员自己的会员卡[：{card:text}]，不能自己给自己优惠或兑换，可照常收款。"
     "已记下供店长查看。请换一位同事办理。",
     "This is the operator's own card[: {card:text}]; nobody grants benefits to themselves, and "
     "goods can be sold as usual. It is noted for the manager. Ask a colleague to serve it."},
    {X2, "same_card_same_operator",
     "同一张卡一再由同一收银员结账[：{card:text}][，共 {count:n} 次]。已记下供店长查看。",
     "One card came again and again under one operator[: {card:text}][, {count:n} times]. It is "
     "noted for the manager."},
    {X2, "false_receipt",
     "办卡用的小票[ {receipt_no:text}]与记录不符[：{card:text}]。已记下，请店长核对后报营运部。",
     "A receipt laid down for a card[ ({receipt_no:text})] is not what the books say[: "
     "{card:text}]. "
     "The manager should check it and call operations."},
    {X2, "qualifying_purchase_returned",
     "办卡所凭的消费已退货，不再达到条件[：{card:text}]。会员卡不受影响，请店长查看。",
     "The purchase that a card was given for was returned and no longer qualifies[: {card:text}]. "
     "The card stays good; the manager should look at it."},
    {X2, "clock_set_back",
     "本机时钟被调慢了，业务仍按已记录的最晚时间登记。没有丢失数据。请校准时钟。",
     "The clock of this machine was set back; business goes on at the latest time that was "
     "recorded. Nothing was lost. Set the clock right."},
    {X2, "journal_broken", "流水账前后对不上，可能被改动过。请停止使用这份数据，并联系总部。",
     "The journal does not hold together; it may have been altered. Stop using this data and call "
     "head office."},
    {X2, "two_stores_too_fast",
     "同一张卡短时间内在两家相距较远的门店使用[：{card:text}]。已记下供店长查看。",
     "One card was used at two stores too far apart in too short a time[: {card:text}]. It is "
     "noted for the manager."},
    {X2, "two_terminals_one_identity", "有两台终端使用同一个身份。请店长联系总部。",
     "Two terminals have one identity. The manager should call head office."},

    // Errors. What is wrong with a request field by field has its texts where requests are read.
    {none, "request_invalid", "请求有误[：{field:text}]。没有保存，也没有改动。请改正后重试。",
     "The request is not right[: {field:text}]. Nothing was stored or changed. Put it right and "
     "try again."},
    {none, "not_found", "找不到{what:thing}[ {id:text}]。没有改动。请核对后重试。",
     "No such {what:thing}[: {id:text}]. Nothing was changed. Check it and try again."},
    {none, "conflict", "与已有的记录冲突。没有保存，已有的记录不变。请核对。",
     "This disagrees with what was recorded before. Nothing was stored and the record is as it "
     "was. Check it."},
    {none, "request_id_used",
     "这个请求编号[（{request_id:text}）]已用于另一笔内容不同的请求。没有保存，原来那笔不变。"
     "新的业务请用新的编号。",
     "This request id[ ({request_id:text})] belongs to an earlier request with other content. "
     "Nothing was stored and the earlier one stands. Use a new id for new business."},
    {R3, "record_damaged",
     "卡 {card:text} 的会员资料在磁盘上损坏，称呼和生日无法读取；积分和折扣不受影响。"
     "请店长运行 verify 并联系总部。",
     "The record of the member of card {card:text} is damaged on the disk: no name and no "
     "birthday; "
     "points and prices are not affected. The manager should run verify and tell head office."},
    {R4, "guardian_needed",
     "这位会员未满 14 岁，需要监护人同意。请取得监护人同意后，在会员资料中登记。",
     "This member is under fourteen: the law asks for a guardian's consent. Obtain it and record "
     "it "
     "in the member's form."},
    {none, "key_elsewhere",
     "总密钥由 systemd 凭据提供，不能在这里更换。请用 systemd-creds 换新的凭据。",
     "The key comes from a credential of systemd and is not changed here. Make a new credential "
     "with systemd-creds."},
    {none, "answer_erased",
     "这笔请求[（{request_id:text}）]"
     "已经办理过，没有再办。它的答复提到的会员已被删除，答复也随之销毁。"
     "那笔业务仍在账上，可用小票号或交易号查询。",
     "This request[ ({request_id:text})] was carried out before; nothing was done again. A member "
     "whom its answer named has been erased since, and the answer with them. The act itself "
     "stands: look it up by its receipt or sale number."},
    {none, "receipt_no_used",
     "小票号 {receipt_no:text} 已经登记过。没有保存，原来那笔不变。请核对后用新的小票号。",
     "Receipt number {receipt_no:text} was recorded before. Nothing was stored and the earlier "
     "sale stands. Check it and use a new number."},
    {none, "not_allowed", "没有这项权限。没有改动。请店长办理。",
     "This is not allowed. Nothing was changed. Ask the manager."},
    {none, "operator_unknown", "没有这个工号：{operator:text}。没有改动。请核对工号。",
     "No such operator: {operator:text}. Nothing was changed. Check the staff number."},
    {none, "operator_exists",
     "工号 {operator:text} 已经登记过。没有改动。要改密码用 operator pin。",
     "Operator {operator:text} is enrolled already. Nothing was changed. For a new PIN: operator "
     "pin."},
    {none, "operator_off", "工号 {operator:text} 已停用。没有改动。请店长启用，或换一位同事。",
     "Operator {operator:text} is switched off. Nothing was changed. A manager can switch them on, "
     "or ask a colleague."},
    {none, "operator_locked",
     "密码输错太多次，工号 {operator:text} 还要等 {minutes:n} 分钟。没有改动。"
     "请稍候，或请另一位店长解锁。",
     "Too many wrong PINs: operator {operator:text} has to wait {minutes:n} minutes. Nothing was "
     "changed. Wait, or ask another manager to unlock."},
    {none, "pin_needed",
     "这一步要工号[ {operator:text} ]的密码。没有改动。请登录，或随请求给出密码。",
     "This takes the PIN[ of operator {operator:text}]. Nothing was changed. Log in, or give the "
     "PIN with the request."},
    {none, "pin_wrong", "密码或工牌不对，还可再试 {left:n} 次。没有改动。请核对后再试。",
     "The PIN or badge is wrong; {left:n} tries are left. Nothing was changed. Check and try "
     "again."},
    {none, "pin_again",
     "这一步要再输一次密码[（工号 {operator:text}）]。没有改动。请随请求给出密码。",
     "This act asks for the PIN again[ (operator {operator:text})]. Nothing was changed. Give the "
     "PIN with the request."},
    {none, "session_asleep", "离开太久，已自动锁定。没有改动。请重新登录。",
     "Nobody was there for a while, so the session is locked. Nothing was changed. Log in again."},
    {none, "session_unknown", "没有这个登录，或已经退出。没有改动。请重新登录。",
     "There is no such session, or it has ended. Nothing was changed. Log in again."},
    {none, "approval_needed",
     "这一步要店长在场确认。没有改动。请店长给出工号和密码（second_operator、second_pin）。",
     "This takes a manager beside you. Nothing was changed. Have them give their number and PIN "
     "(second_operator, second_pin)."},
    {none, "own_approval", "自己的事要由别人来办或确认。没有改动。请另一位店长办理。",
     "Nobody approves what is their own. Nothing was changed. Ask another manager."},
    {none, "first_manager",
     "本店还没有店长，第一个登记的须是店长本人（operator 与 number 相同，role 为 "
     "manager）。没有改动。",
     "This store has no manager yet: the first to be enrolled is a manager who enrols themselves "
     "(operator and number the same, role manager). Nothing was changed."},
    {none, "look_cap",
     "今天查看完整资料已到上限 {cap:n} 次。没有显示。请明天再看，或请另一位同事。",
     "The limit of {cap:n} looks at full data for today is reached. Nothing was shown. Look again "
     "tomorrow, or ask a colleague."},
    {none, "copy_cap",
     "今天导出已到上限 {cap:n} 次。没有导出任何资料。请明天再导出，或请另一位店长。",
     "The limit of {cap:n} exports for today is reached. Nothing was exported. Export again "
     "tomorrow, or have another manager do it."},
    {none, "credential_damaged",
     "工号 {operator:text} "
     "的密码记录与流水账不符，可能被改动过。没有放行。请另一位店长重设密码，并告诉总部。",
     "What is kept of operator {operator:text}'s PIN is not what the journal says; it may have "
     "been tampered with. Nothing was allowed. Have another manager set a new PIN, and tell head "
     "office."},
    {none, "storage_key_lost",
     "本店资料的钥匙文件不见了或不是原来的那份，会员资料读不出来。没有改动，也不会另造钥匙。"
     "请找回 keys/data.key；找不回请向总部重新登记本机。",
     "The key file of this store's data is missing or another one, so members' data cannot be "
     "read. Nothing was changed, and no other key is made. Bring keys/data.key back; if it is "
     "gone, enrol this terminal at head office anew."},
    {none, "manager_needed",
     "这项业务要店长办理[，工号 {operator:text} 没有权限]。没有改动。请店长操作。",
     "This takes a manager[; operator {operator:text} is not one]. Nothing was changed. Ask the "
     "manager to do it."},
    {none, "second_operator_same", "第二位员工必须是另一个人。没有改动。请另一位员工确认。",
     "The second operator has to be another person. Nothing was changed. Ask a colleague to "
     "confirm."},
    {none, "policy_signature",
     "政策文件的签名不对，不是总部发布的。没有采用，现行政策不变。请向总部重新索取。",
     "The policy document is not signed by head office. It was not taken over and the policy in "
     "force stands. Ask head office for it again."},
    {none, "blanks_no_office",
     "本机还没有在总部登记，认不出总部的签名。没有收下清单，也没有改动。请先登记，再试一次。",
     "This terminal is not enrolled and cannot know head office's signature. The list was not "
     "taken and nothing was changed. Enrol it first and try again."},
    {none, "blanks_signature",
     "清单的签名不对，不是总部做的。没有收下，也没有改动。请向总部重新索取。",
     "The list is not signed by head office. It was not taken and nothing was changed. Ask head "
     "office for it again."},
    {none, "blanks_batch",
     "第 {batch:n} 批已经收过另一份清单。没有收下这一份，原来的照用。请问总部哪一份是对的。",
     "Another list of batch {batch:n} was taken before. This one was not, and the other stands. "
     "Ask head office which is right."},
    {none, "policy_version",
     "政策文件的版本（{version:n}）不比已有的新。没有采用，现行政策不变。请采用更新的版本。",
     "Version {version:n} of the policy document is not newer than what is here. It was not taken "
     "over and the policy in force stands. Take a newer one."},
    {none, "reason_needed", "查看完整资料要写明原因。没有显示，也没有改动。请填上原因。",
     "Personal data is shown in full only for a reason. Nothing was shown or changed. Give the "
     "reason."},
    {none, "training_only", "“{field:text}”只能在培训门店使用。没有保存，也没有改动。请去掉它。",
     "\"{field:text}\" can be given only in a training store. Nothing was stored or changed. "
     "Leave it out."},
    {none, "storage_full", "磁盘已满，这一笔没有保存，之前的都在。请腾出空间后重试，并通知店长。",
     "The disk is full. This was NOT saved; everything before it is safe. Make room, try again, "
     "and tell the manager."},
    {none, "storage_read_only",
     "数据目录不能写入，这一笔没有保存，之前的都在。请检查目录权限或磁盘。",
     "The data directory cannot be written. This was NOT saved; everything before it is safe. "
     "Check the directory's permissions, or the disk."},
    {none, "storage_locked",
     "数据目录正被另一个程序使用[（进程 {pid:n}）]。没有改动。请先关闭那个程序再试。",
     "Another program is using this data directory[ (process {pid:n})]. Nothing was changed. "
     "Close it and try again."},
    {none, "storage_newer",
     "数据由更新的版本写成[（数据版本 {found:n}，本程序到 {known:n}）]。没有改动。请升级本程序。",
     "The data was written by a newer version[ (data {found:n}, this program knows up to "
     "{known:n})]. Nothing was changed. Upgrade this program."},
    {none, "storage_damaged", "数据文件已损坏，没有改动。请停止使用，保留原文件，并联系总部。",
     "The data file is damaged. Nothing was changed. Stop using it, keep the file, and call head "
     "office."},
    {none, "storage_behind_anchor",
     "数据比最后确认的记录旧，有已确认的业务不见了。没有改动，暂停登记。"
     "请找回原来的数据，或联系总部。",
     "The data is older than the last confirmed record: confirmed business is missing. Nothing "
     "was changed and nothing is recorded. Bring the right data back, or call head office."},
    {none, "storage_failed", "没能保存这一笔，之前的都在。请用同一请求编号重试；仍失败请通知店长。",
     "This could not be saved; everything before it is safe. Try again with the same request id; "
     "if it fails again, tell the manager."},
    {none, "printer_failed",
     "打印机 {target:text} 没有响应（{detail:text}），什么也没有印出来。交易已入账，不受影响。"
     "请检查打印机的电源、纸张和连线，再印一次。",
     "The printer {target:text} does not answer ({detail:text}); nothing was printed. The sale is "
     "booked and not affected. Check its power, paper and cable, then print again."},
    {none, "printer_stopped",
     "打印机 {target:text} 中途停了（{detail:text}），小票可能只印了一部分。交易已入账，不受影响。"
     "请检查打印机，再印一次；下一张会标“副本”。",
     "The printer {target:text} stopped ({detail:text}); part of the receipt may be on the paper. "
     "The sale is booked and not affected. Check the printer and print again; that one will be "
     "marked a copy."},
    {none, "print_under_way",
     "编号 {request_id:text} 的小票正在打印，没有再印一张。请稍等，再用同一编号查询结果。",
     "The receipt asked for as {request_id:text} is being printed; no other was begun. Wait a "
     "moment, then ask again with the same id."},
    {none, "no_printer",
     "没有设置打印机，什么也没有印。请在 vip.toml 的 printer 一节写 target，"
     "例如 tcp://192.168.1.50。",
     "No printer is set up, so nothing was printed. Name one in vip.toml, as target in the "
     "section printer, such as tcp://192.168.1.50."},
    {none, "store_missing",
     "[{directory:text} 里]没有门店数据。没有改动。请用 vip-terminal init 建立，"
     "或用 --data 指明目录。",
     "There is no store[ in {directory:text}]. Nothing was changed. Make one with vip-terminal "
     "init, or name the right directory with --data."},
    {none, "service_stopping", "终端服务正在停止，这一笔没有办理。请稍候，用同一请求编号重试。",
     "The terminal's service is stopping; this was not done. Wait a moment and try again with the "
     "same request id."},
    {none, "service_lost", "与终端服务的连接断了，这一笔是否办成还不知道。请用同一请求编号重试。",
     "The line to the terminal's service broke; whether this was done is not known. Try again with "
     "the same request id."},
    {none, "path_unknown", "没有这个地址或方法。没有办理。请对照 /openapi.json。",
     "There is no such path or method. Nothing was done. /openapi.json has those there are."},
    {none, "method_other", "这个地址只接受 {allowed:text}。没有办理。请改用它。",
     "This path takes {allowed:text} alone. Nothing was done. Ask that way."},
    {none, "host_unknown",
     "“{host:text}”不是本机服务的名称。没有办理。请用 127.0.0.1，或以 --host 登记这个名称。",
     "\"{host:text}\" is no name of this service. Nothing was done. Use 127.0.0.1, or give the "
     "name "
     "with --host."},
    {none, "origin_unknown", "请求来自别处的网页。没有办理。请从本机页面操作。",
     "This comes from a page of somewhere else. Nothing was done. Use this terminal's own page."},
    {none, "token_needed",
     "请求里没有收银台的令牌，也没有登录。没有办理。令牌用 vip-terminal lane add 取得。",
     "There is no lane's token with this request and nobody is logged in. Nothing was done. A "
     "token "
     "comes from: vip-terminal lane add."},
    {none, "token_unknown",
     "不认识这个令牌，或它已停用。没有办理。请用 vip-terminal lane list 核对。",
     "This token is not known, or was removed. Nothing was done. Check with: vip-terminal lane "
     "list."},
    {none, "listeners_full", "收听的页面太多。其他功能照常。请关掉不用的页面。",
     "Too many are listening already. All else goes on. Close pages that nobody uses."},
    {none, "lane_exists",
     "收银台 {lane:text} 已有令牌，没有改动。要换新的，先用 lane remove 去掉。",
     "Lane {lane:text} has a token already; nothing was changed. For a new one: lane remove "
     "first."},
    {none, "lane_missing", "没有登记收银台 {lane:text}。没有改动。请用 lane list 核对。",
     "There is no lane {lane:text}. Nothing was changed. Check with: lane list."},
    {none, "store_exists", "{directory:text} 里已有门店数据，没有改动。请换一个目录。",
     "There is a store in {directory:text} already; nothing was changed. Take another directory."},
    {none, "config_unknown_key",
     "{file:text} 第 {line:n} 行：不认识的设置“{key:text}”[（是不是“{suggestion:text}”？）]。"
     "没有改动。请改正后重试。",
     "{file:text}, line {line:n}: there is no setting \"{key:text}\"[ (did you mean "
     "\"{suggestion:text}\"?)]. Nothing was changed. Correct it and try again."},
    {none, "config_wrong_value",
     "{file:text} 第 {line:n} 行：“{key:text}”的值不对，应为{key:setting}。没有改动。"
     "请改正后重试。",
     "{file:text}, line {line:n}: \"{key:text}\" has to be {key:setting}. Nothing was changed. "
     "Correct it and try again."},
    {none, "config_syntax",
     "{file:text} 第 {line:n} 行读不懂：{problem:text}。没有改动。请改正后重试。",
     "{file:text}, line {line:n} cannot be read: {problem:text}. Nothing was changed. Correct it "
     "and try again."},
    {none, "config_unreadable", "读不了 {file:text}。没有改动。请检查文件权限。",
     "{file:text} cannot be read. Nothing was changed. Check the file's permissions."},
    {none, "zone_unknown",
     "不认识的时区“{zone:text}”。没有改动。请在 vip.toml 里改成例如 Asia/Shanghai。",
     "There is no time zone \"{zone:text}\". Nothing was changed. Write for example Asia/Shanghai "
     "in vip.toml."},
    {none, "office_unreachable",
     "连不上总部，本店照常营业[，{waiting:n} 条待上传]。已保存的都在。线路恢复后会补传。",
     "Head office cannot be reached; keep selling[, {waiting:n} waiting to be sent]. Everything "
     "is saved and goes out when the line is back."},
    {none, "handle_of_parent",
     "这个句柄属于父进程，在子进程里不能用，没有执行。请在子进程里自己打开。",
     "This handle is the parent process's; nothing was done. A child opens a store of its own."},
    {none, "internal",
     "出了意料之外的问题，这一笔没有保存，之前的都在。请重试；仍出现请把屏幕内容告诉总部。",
     "Something unexpected went wrong. This was NOT saved; everything before it is safe. Try "
     "again; if it comes back, tell head office what the screen says."},
};

enum class Language : std::uint8_t { zh, en };

struct Pair {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

// What a registration form's fields are called by people, and what they have to be (E5, A35).
constexpr Pair fields[] = {
    {"surname", "姓氏", "surname"},
    {"given_name", "名字", "given name"},
    {"form", "称呼（ms 女士 / mr 先生）", "form of address (ms or mr)"},
    {"phone", "手机号（11 位，以 1 开头）", "phone (11 digits, the first a 1)"},
    {"birthday", "生日（YYYY-MM-DD，不晚于今天）", "birthday (YYYY-MM-DD, not in the future)"},
    {"consent", "同意使用资料（须为同意）", "consent to the use of the data (has to be given)"},
    {"note", "备注", "note"},
    {"referrer", "介绍人的会员卡", "referring member's card"},
};

constexpr Pair things[] = {
    {"card", "会员卡", "card"},        {"sale", "交易", "sale"},
    {"gift", "礼品", "gift"},          {"member", "会员", "member"},
    {"blank", "空白卡", "blank card"}, {"receipt", "小票", "receipt"},
    {"method", "方法", "method"},      {"file", "文件", "file"},
    {"operator", "工号", "operator"},  {"policy", "政策文件", "policy document"},
    {"account", "账户", "account"},    {"line", "商品行", "line"},
    {"anomaly", "异常", "anomaly"},    {"month", "月份", "month"},
};

constexpr Pair reasons[] = {
    {"lost", "遗失", "lost"},     {"stolen", "被盗", "stolen"}, {"damaged", "损坏", "damaged"},
    {"frozen", "冻结", "frozen"}, {"other", "其他", "other"},
};

constexpr Pair check_digits[] = {
    {"wrong", "校验位不符，可能输错了", "its check digit is wrong, so a digit was mistyped"},
};

// What a setting of vip.toml has to be.
constexpr Pair settings[] = {
    {"zone", "时区名，例如 \"Asia/Shanghai\"",
     "the name of a time zone, such as \"Asia/Shanghai\""},
    {"card_prefix", "1000 至 9999 中会员卡可用的四位数，例如 9156",
     "four digits that a member's card may begin with, such as 9156"},
    {"gs1_prefix", "6 至 10 位数字的文字，例如 \"6901234\"",
     "a text of 6 to 10 digits, such as \"6901234\""},
    {"member_range", "20 至 28 的两位数，例如 28", "two digits from 20 to 28, such as 28"},
    {"lang", "\"zh-CN\" 或 \"en\"", "\"zh-CN\" or \"en\""},
    {"shop_name", "一行文字，至多 100 字节", "one line of text, 100 bytes at most"},
    {"receipt", "一节 [receipt]", "a section, [receipt]"},
    {"receipt.header", "至多 5 行文字，每行至多 100 字节",
     "at most 5 lines of text, each 100 bytes at most"},
    {"receipt.footer", "至多 5 行文字，每行至多 100 字节",
     "at most 5 lines of text, each 100 bytes at most"},
    {"receipt.columns", "32 至 96 的整数", "a whole number from 32 to 96"},
    {"printer", "一节 [printer]", "a section, [printer]"},
    {"printer.target", "tcp://地址、usb:/dev/…、serial:/dev/…、file:/… 或 none",
     "tcp://HOST, usb:/dev/..., serial:/dev/..., file:/... or none"},
    {"printer.columns", "32、42、44 或 48", "32, 42, 44 or 48"},
    {"printer.dots", "192 至 1024 的整数", "a whole number from 192 to 1024"},
    {"printer.charset", "\"gbk\"、\"gb2312\" 或 \"none\"", "\"gbk\", \"gb2312\" or \"none\""},
    {"printer.chinese_mode", "true 或 false", "true or false"},
    {"printer.code", "\"code128\"、\"qr\" 或 \"none\"", "\"code128\", \"qr\" or \"none\""},
    {"printer.draws_codes", "true 或 false", "true or false"},
    {"printer.cuts", "true 或 false", "true or false"},
    {"printer.baud", "9600、19200、38400、57600 或 115200", "9600, 19200, 38400, 57600 or 115200"},
    {"printer.timeout_ms", "100 至 30000 的整数，单位毫秒",
     "a whole number from 100 to 30000, in milliseconds"},
    {"printer.lanes", "收银台号对应打印机，例如 2 = \"usb:/dev/usb/lp1\"",
     "lanes and their printers, such as 2 = \"usb:/dev/usb/lp1\""},
    {"scanner", "一节 [scanner]", "a section, [scanner]"},
    {"scanner.source", "evdev:/dev/input/…、evdev:设备名、serial:/dev/… 或 none",
     "evdev:/dev/input/..., evdev:NAME, serial:/dev/... or none"},
    {"scanner.baud", "9600、19200、38400、57600 或 115200", "9600, 19200, 38400, 57600 or 115200"},
    {"scanner.pause_ms", "20 至 2000 的整数，单位毫秒",
     "a whole number from 20 to 2000, in milliseconds"},
    {"scanner.lanes", "收银台号对应扫码枪，例如 2 = \"serial:/dev/ttyACM1\"",
     "lanes and their scanners, such as 2 = \"serial:/dev/ttyACM1\""},
    {"display", "一节 [display]", "a section, [display]"},
    {"display.target", "tcp://地址、usb:/dev/…、serial:/dev/…、file:/… 或 none",
     "tcp://HOST, usb:/dev/..., serial:/dev/..., file:/... or none"},
    {"display.commands", "\"epson\" 或 \"cd5220\"", "\"epson\" or \"cd5220\""},
    {"display.charset", "\"gbk\"、\"gb2312\" 或 \"none\"", "\"gbk\", \"gb2312\" or \"none\""},
    {"display.baud", "9600、19200、38400、57600 或 115200", "9600, 19200, 38400, 57600 or 115200"},
    {"display.timeout_ms", "100 至 30000 的整数，单位毫秒",
     "a whole number from 100 to 30000, in milliseconds"},
    {"display.lanes", "收银台号对应顾客显示屏，例如 2 = \"serial:/dev/ttyS2\"",
     "lanes and their customers' displays, such as 2 = \"serial:/dev/ttyS2\""},
};

constexpr Pair presences[] = {
    {"scan", "扫码", "scanned"},
    {"swipe", "刷卡", "swiped"},
    {"type", "手工输入卡号", "typed number"},
    {"phone", "手机号查找", "found by phone"},
};

std::string said(std::span<const Pair> pairs, const std::string& word, Language language) {
  for (const Pair& pair : pairs) {
    if (pair.name == word) return std::string(language == Language::zh ? pair.zh : pair.en);
  }
  return word;
}

std::string with_unit(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 || count == -1 ? one : many);
}

// "/registration/phone" -> what the form calls it; other pointers as they are.
std::string form_field(const std::string& pointer, Language language) {
  const std::size_t slash = pointer.rfind('/');
  const std::string last = slash == std::string::npos ? pointer : pointer.substr(slash + 1);
  const std::string called = said(fields, last, language);
  return called == last ? pointer : called;
}

// A fact as people read it. A number where a text belongs, or the other way round, is shown
// plainly.
std::string show(const Fact& fact, std::string_view kind, Language language) {
  if (const auto* text = std::get_if<std::string>(&fact.value)) {
    if (kind == "thing") return said(things, *text, language);
    if (kind == "reason") return said(reasons, *text, language);
    if (kind == "presence") return said(presences, *text, language);
    if (kind == "check") return said(check_digits, *text, language);
    if (kind == "setting") return said(settings, *text, language);
    if (kind == "field") return form_field(*text, language);
    return *text;
  }
  const std::int64_t number = std::get<std::int64_t>(fact.value);
  const bool zh = language == Language::zh;
  if (kind == "yuan") return yuan(number);
  if (kind == "points") {
    return zh ? std::to_string(number) + " 分" : with_unit(number, "point", "points");
  }
  if (kind == "in_days") {
    if (number == 0) return zh ? "今天" : "today";
    if (number == 1) return zh ? "明天" : "tomorrow";
    return zh ? " " + std::to_string(number) + " 天后" : "in " + std::to_string(number) + " days";
  }
  if (kind == "line") return std::to_string(number + 1);  // people count lines from one
  return std::to_string(number);
}

// Fills a text in. `missing` is set when a fact was not there.
std::string fill(std::string_view text, const Facts& facts, Language language, bool& missing) {
  std::string out;
  out.reserve(text.size() + 32);
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '[') {
      const std::size_t end = text.find(']', at);
      bool incomplete = false;
      const std::string part = fill(text.substr(at + 1, end - at - 1), facts, language, incomplete);
      if (!incomplete) out += part;
      at = end + 1;
    } else if (c == '{') {
      const std::size_t colon = text.find(':', at);
      const std::size_t end = text.find('}', at);
      const Fact* fact = find(facts, text.substr(at + 1, colon - at - 1));
      if (fact == nullptr) {
        missing = true;
        out += '?';
      } else {
        out += show(*fact, text.substr(colon + 1, end - colon - 1), language);
      }
      at = end + 1;
    } else {
      const std::size_t next = std::min(text.find('[', at), text.find('{', at));
      out += text.substr(at, next == std::string_view::npos ? next : next - at);
      at = next == std::string_view::npos ? text.size() : next;
    }
  }
  return out;
}

const KnownMessage* known(Clause clause, std::string_view word) {
  for (const KnownMessage& entry : catalogue) {
    if (entry.clause == clause && entry.word == word) return &entry;
  }
  return nullptr;
}

}  // namespace

Message message(Clause clause, std::string_view word, const Facts& facts) {
  const KnownMessage* entry = known(clause, word);
  if (entry == nullptr) {
    const std::string plain = std::string(name(clause)) + " " + std::string(word);
    return {.zh = plain, .en = plain};
  }
  bool missing = false;
  return {.zh = fill(entry->zh, facts, Language::zh, missing),
          .en = fill(entry->en, facts, Language::en, missing)};
}

bool has_message(Clause clause, std::string_view word) { return known(clause, word) != nullptr; }

std::span<const KnownMessage> known_messages() { return catalogue; }

std::string yuan(std::int64_t fen) {
  const std::uint64_t size = fen < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(fen)
                                     : static_cast<std::uint64_t>(fen);
  const std::string cents = std::to_string(size % 100);
  return (fen < 0 ? "-" : "") + std::to_string(size / 100) + (cents.size() == 1 ? ".0" : ".") +
         cents;
}

std::string yuan_grouped(std::int64_t fen) {
  std::string text = yuan(fen);
  const std::size_t first = text[0] == '-' ? 1 : 0;
  for (std::size_t at = text.size() - 3; at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

}  // namespace vip::terminal
