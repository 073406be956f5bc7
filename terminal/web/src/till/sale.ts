// Sale: the basket, who buys, and what it costs now.
//
// Every change asks for a quote anew, and only the answer to the latest question counts. What was
// scanned is kept in memory until the sale is over, never anywhere else.

import {batch, computed, signal} from '@preact/signals';
import type {CardShown, Committed, Quote, Way} from '../lib/answers';
import {call, type No} from '../lib/call';
import type {Fen} from '../lib/money';
import {tellDisplay} from './display_feed';

export interface Line {
  sku: string;
  name: string;
  qty: number;
  price: Fen;
  kind: 'regular' | 'promotion' | 'special';
}
export interface Coupon {
  id: string;
  amount: Fen;
}
// How the card or the customer was shown: one of them.
export type Shown = {scan: string; person?: number} | {card: string} | {phone: string};

export const lines = signal<Line[]>([]);
export const selected = signal(-1);
export const coupons = signal<Coupon[]>([]);
export const shown = signal<Shown | undefined>(undefined);
export const documentShown = signal(false);
export const choice = signal<Way | undefined>(undefined);

export const card = signal<CardShown | undefined>(undefined); // of the member who was shown
export const quote = signal<Quote | undefined>(undefined);
export const quoteFailed = signal<No | undefined>(undefined);
export const quoting = signal(false);
// With nothing in the basket yet: what matters to this member now (S3).
export const greeting = signal<Quote | undefined>(undefined);

export interface Done {
  at: Date;
  lines: Line[];
  answer: Committed;
  replayed: boolean;
}
export const done = signal<Done | undefined>(undefined);

export const prompts = computed(() => (quote.value ?? greeting.value)?.prompts ?? []);
export const warnings = computed(() => (quote.value ?? greeting.value)?.warnings ?? []);
export const isMember = computed(() => (quote.value ?? greeting.value)?.member !== undefined);

// On the receipt too: what was rung up by its price alone is goods, in both of its languages.
function nameOf(line: Line): string {
  return line.name || (line.sku === 'GOODS' ? '商品 Goods' : '');
}

export function basketRequest() {
  return {
    ...shown.value,
    lines: lines.value.map((line) => ({
      sku: line.sku,
      ...(nameOf(line) && {name: nameOf(line)}),
      qty: line.qty,
      unit_price: line.price,
      ...(line.kind === 'promotion' && {promotion: true}),
      ...(line.kind === 'special' && {special_price: true}),
    })),
    ...(coupons.value.length > 0 && {coupons: coupons.value}),
    ...(documentShown.value && {birthday_document_shown: true}),
    ...(choice.value && coupons.value.length > 0 && {choice: choice.value}),
  };
}

let asked = 0;

export async function requote(): Promise<void> {
  const mine = ++asked;
  if (lines.value.length === 0) {
    quote.value = undefined;
    quoteFailed.value = undefined;
    quoting.value = false;
    tellDisplay();
    return;
  }
  quoting.value = true;
  const answer = await call('sale.quote', basketRequest());
  if (mine !== asked) return;
  batch(() => {
    quoting.value = false;
    if (answer.kind === 'ok') {
      quote.value = answer.result;
      quoteFailed.value = undefined;
    } else {
      quote.value = undefined;
      quoteFailed.value = answer;
    }
  });
  tellDisplay();
}

// Whoever is shown now. Nothing: nobody any more.
export async function show(who: Shown | undefined): Promise<void> {
  batch(() => {
    begin();
    shown.value = who;
    card.value = undefined;
    greeting.value = undefined;
    documentShown.value = false;
  });
  const asks = [requote()];
  if (who) asks.push(learn(who));
  await Promise.all(asks);
}

// The card's state and points, and what matters to the member before anything is rung up.
export async function learn(who: Shown): Promise<void> {
  const nothing = {sku: '-', qty: 1, unit_price: 0};
  const [found, greeted] = await Promise.all([
    call('card.show', who),
    call('sale.quote', {...who, lines: [nothing]}),
  ]);
  if (shown.value !== who) return;
  batch(() => {
    if (found.kind === 'ok') card.value = found.result;
    if (greeted.kind === 'ok') greeting.value = greeted.result;
  });
  tellDisplay();
}

// Something about them changed.
export function learnAgain() {
  if (shown.value) void learn(shown.value);
  void requote();
}

// The customer before is finished with, if there was one.
export function begin() {
  if (!done.value) return;
  done.value = undefined;
  clear();
}

export function clear() {
  ++asked;
  batch(() => {
    lines.value = [];
    coupons.value = [];
    selected.value = -1;
    shown.value = undefined;
    card.value = undefined;
    greeting.value = undefined;
    quote.value = undefined;
    quoteFailed.value = undefined;
    quoting.value = false;
    documentShown.value = false;
    choice.value = undefined;
  });
  tellDisplay();
}

export function addLine(line: Line) {
  begin();
  const same = lines.value.findIndex((l) => l.sku === line.sku && l.price === line.price &&
                                            l.kind === line.kind && l.name === line.name);
  if (same >= 0) {
    changeLine(same, {qty: lines.value[same]!.qty + line.qty});
    selected.value = same;
    return;
  }
  lines.value = [...lines.value, line];
  selected.value = lines.value.length - 1;
  void requote();
}

export function changeLine(index: number, change: Partial<Line>) {
  if (done.value || !lines.value[index]) return;
  lines.value = lines.value.map((line, i) => (i === index ? {...line, ...change} : line));
  void requote();
}

export function removeLine(index: number) {
  if (done.value || !lines.value[index]) return;
  lines.value = lines.value.filter((_, i) => i !== index);
  selected.value = Math.min(index, lines.value.length - 1);
  void requote();
}

export function setCoupons(next: Coupon[]) {
  begin();
  coupons.value = next;
  choice.value = undefined;
  void requote();
}

export function choose(way: Way) {
  choice.value = way;
  void requote();
}

export function setDocumentShown(value: boolean) {
  documentShown.value = value;
  void requote();
}
