// What the customers' display shows, sent to it whenever the sale changes: /display of this browser.

import {channelName, type OnDisplay} from './on_display';
import {card, documentShown, done, greeting, lines, quote} from './sale';

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : undefined;
if (channel) channel.onmessage = (event) => void (event.data === 'what now' && tellDisplay());

const forCustomers = new Set(['points_to_gift', 'points_to_level', 'to_become_member', 'card_expiring']);

export function tellDisplay() {
  if (!channel) return;
  const answer = done.value?.answer ?? quote.value;
  const member = answer ?? greeting.value;
  const priced = done.value?.lines ?? lines.value;
  const now: OnDisplay = {
    lines: priced.map((line, i) => ({
      name: line.name || line.sku,
      qty: line.qty,
      gross: line.qty * line.price,
      ...(answer?.lines[i] && {paid: answer.lines[i].paid}),
    })),
    birthday: documentShown.value && answer?.rate?.clause === 'D3',
    say: (member?.prompts ?? []).filter((p) => forCustomers.has(p.word)).map((p) => p.message),
    done: done.value !== undefined,
    ...(member?.member && {address: member.member.address}),
    ...(answer && {gross: answer.gross, reduction: answer.reduction, paid: answer.paid}),
    ...(answer?.rate && {pays: answer.rate.pays}),
    ...(answer?.points && {points: answer.points}),
    ...(card.value?.points && {balance: card.value.points.balance}),
  };
  channel.postMessage(now);
}
