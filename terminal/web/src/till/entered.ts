// Entered: whatever was scanned, swiped or typed into the one box, from any screen.
//
//   129.00   2*129.00     an item at that price
//   anything else         goes to the service, which says what it is (`scan`), and from there
//                         to the panel that waits for it, or to the sale

import {signal} from '@preact/signals';
import type {Scanned} from '../lib/answers';
import {call} from '../lib/call';
import {readYuan, type Fen} from '../lib/money';
import {say} from '../lib/lang';
import {hush, tell, tellNo} from './notice';
import {matches} from './panels/pick';
import {productOf} from './products';
import {claimed, go, place} from './route';
import {addLine, begin, show} from './sale';

export const reading = signal(false);

export function readItem(text: string): {qty: number; price: Fen} | undefined {
  const match = /^(?:(\d{1,7})\s*[*x×]\s*)?(\d[\d,]*(?:[.。]\d{0,2})?)$/i.exec(text);
  if (!match) return undefined;
  const bare = !match[1] && !/[.。]/.test(match[2]!);
  if (bare) return undefined; // digits alone are a card, a phone, or the last four of one
  const qty = Number(match[1] ?? '1');
  const price = readYuan(match[2]!);
  return price === undefined || qty < 1 || qty > 1_000_000 ? undefined : {qty, price};
}

export async function entered(raw: string): Promise<void> {
  const text = raw.trim();
  if (!text) return;
  hush();
  const item = readItem(text);
  if (item) {
    place.value = 'sale';
    addLine({sku: 'GOODS', name: '', qty: item.qty, price: item.price, kind: 'regular'});
    return;
  }
  line = line.then(() => ask(text));
  return line;
}

// One after the other, in the order in which they were scanned.
let line = Promise.resolve();

async function ask(text: string): Promise<void> {
  reading.value = true;
  const answer = await call('scan', {raw: text});
  reading.value = false;
  if (answer.kind !== 'ok') return tellNo(answer);
  const scanned = answer.result;
  if (claimed(text, scanned)) return;
  await take(text, scanned);
}

const staysOpen = new Set(['redeem', 'care']); // these are about the member who is shown

async function take(text: string, scanned: Scanned): Promise<void> {
  switch (scanned.class) {
    case 'own_card':
    case 'own_gs1':
    case 'own_ean13':
      if (scanned.check_digit === 'wrong') return refuse(scanned);
      if (!staysOpen.has(place.value)) place.value = 'sale';
      return show({scan: text});
    case 'phone':
      if (!staysOpen.has(place.value)) place.value = 'sale';
      return show({phone: text});
    case 'product':
      return product(text, scanned);
    case 'receipt':
      return go('return', text);
    case 'last_four':
      return lastFour(text, scanned);
    default:
      return refuse(scanned);
  }
}

// Whose card it is can be said where only one ends so; a price it does not make (D8), which the quote
// says by itself.
async function lastFour(tail: string, scanned: Scanned): Promise<void> {
  const found = await call('card.show', {scan: tail});
  if (found.kind === 'ok') {
    if (!staysOpen.has(place.value)) place.value = 'sale';
    return show({scan: tail});
  }
  if (scanned.matches && scanned.matches.length > 1) {
    matches.value = {tail, cards: scanned.matches, before: staysOpen.has(place.value) ? place.value : 'sale'};
    return go('pick');
  }
  const value = scanned.fields?.find((f) => f.name === 'cards')?.value;
  const cards = typeof value === 'string' ? value : say(value);
  return tell({tone: 'note', word: 'scan.last_four', facts: {cards, tail}, message: scanned.message});
}

function refuse(scanned: Scanned) {
  tell({tone: 'bad', message: scanned.message, code: 'scan.' + scanned.class});
}

function product(text: string, scanned: Scanned) {
  const sku = scanned.fields?.find((f) => f.name === 'gtin')?.value;
  const code = typeof sku === 'string' ? sku : text;
  const known = productOf(code);
  begin();
  if (!known) return go('item', code);
  place.value = 'sale';
  addLine({sku: code, name: known.name, qty: 1, price: known.price, kind: 'regular'});
}
