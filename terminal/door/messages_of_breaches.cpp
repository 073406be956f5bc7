// What is said to people about breaches, and what the manager does about each (X1, X2;
// message_texts.h).
#include "terminal/door/message_texts.h"

namespace vip::terminal {
namespace {

using enum Clause;

constexpr KnownMessage catalogue[] = {
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
};

}  // namespace

std::span<const KnownMessage> breach_messages() { return catalogue; }

}  // namespace vip::terminal
