// Commit: the sale is paid. Until the service has answered, it is kept here and asked again, always
// with the same request id, so that it is recorded once; the queue goes on meanwhile.
//
// What outlives the page (a reload, a power cut) is only the receipt's number and the sum: the
// service is asked by that number what became of it. What was scanned is never kept.

import {batch, signal} from '@preact/signals';
import type {Committed} from '../lib/answers';
import {call, leavesOpen, newRequestId, type Answer, type No} from '../lib/call';
import type {Fen} from '../lib/money';
import {who} from '../lib/session';
import {tell, withdraw} from './notice';
import * as sale from './sale';
import {tellDisplay} from './display_feed';
import {print} from './print';
import {nextReceiptNo} from './receipt_no';

export interface Waiting {
  receiptNo: string;
  paid: Fen;
  asked: number;
  since: number; // ms; what bears this number from before is another sale
}
// Sales whose answer has not come.
export const waiting = signal<Waiting[]>([]);
export const committing = signal(false);

const kept = 'vip.unanswered';

function remember() {
  const list = waiting.value.map(({receiptNo, paid, since}) => ({receiptNo, paid, since}));
  if (list.length > 0) localStorage.setItem(kept, JSON.stringify(list));
  else localStorage.removeItem(kept);
}

function put(entry: Waiting) {
  waiting.value = [...waiting.value.filter((w) => w.receiptNo !== entry.receiptNo), entry];
  remember();
}

function drop(receiptNo: string) {
  waiting.value = waiting.value.filter((w) => w.receiptNo !== receiptNo);
  remember();
}

const wakers = new Set<() => void>();
// Enter, or the service's line that came back: ask now.
export function askNow() {
  for (const wake of wakers) wake();
}
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      wakers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    wakers.add(wake);
  });
}

export async function commit(): Promise<void> {
  const quoted = sale.quote.value;
  if (!quoted || sale.quoting.value || committing.value || sale.done.value) return;
  committing.value = true;
  const lines = sale.lines.value;
  const operator = who.value?.operator ?? '';
  const request = {
    ...sale.basketRequest(),
    request_id: newRequestId(),
    operator,
    lane: who.value?.lane ?? '1',
    receipt_no: nextReceiptNo(),
    expected_paid: quoted.paid,
  };
  const mine = {receiptNo: request.receipt_no, paid: quoted.paid, since: Date.now()};
  put({...mine, asked: 0});
  let answer = await call('sale.commit', request);
  const late = leavesOpen(answer);
  const shownThen = sale.shown.value;
  committing.value = false;
  if (late) {
    // The cashier is told at once, and may serve the next customer while this one is asked again.
    const told = {tone: 'warn', word: 'commit.unknown', facts: {receipt: request.receipt_no}, id: request.receipt_no} as const;
    tell(told);
    for (let asked = 1; leavesOpen(answer); ++asked) {
      put({...mine, asked});
      await pause(Math.min(500 * 2 ** asked, 8000));
      if (who.value?.operator !== operator) {
        if (who.value) break; // a colleague sits here now, who cannot ask in this one's name
        continue;
      }
      answer = await call('sale.commit', request);
    }
    withdraw(request.receipt_no);
  }
  const onScreen = sale.lines.value === lines && sale.shown.value === shownThen;
  if (leavesOpen(answer)) {
    await find(mine);
    if (onScreen) sale.clear();
    return;
  }
  drop(request.receipt_no);
  settle(answer, lines, request.receipt_no, late, onScreen);
}

function settle(answer: Answer<Committed>, lines: sale.Line[], receiptNo: string, late: boolean,
                onScreen: boolean) {
  if (answer.kind === 'ok') {
    if (onScreen) {
      batch(() => {
        sale.done.value = {at: new Date(), lines, answer: answer.result, replayed: answer.replayed};
        sale.quote.value = undefined;
      });
      tellDisplay();
    }
    void print({receipt_no: receiptNo}, {asked: false});
    if (late) {
      tell({tone: 'good', word: answer.replayed ? 'commit.was_saved' : 'commit.now_saved',
            facts: {receipt: receiptNo}});
    }
    return;
  }
  refuse(answer as No, receiptNo, onScreen);
}

function refuse(no: No, receiptNo: string, onScreen: boolean) {
  if (no.kind === 'unknown') return;
  if (no.kind === 'error' && no.pointer === '/receipt_no' && no.code === 'conflict' && onScreen) {
    void commit(); // another till of this lane has that number: the next one
    return;
  }
  tell({tone: 'bad', message: no.message, ...(no.kind === 'refused' && {clause: no.clause}),
        ...(!onScreen && {word: 'commit.not_saved', facts: {receipt: receiptNo}})});
  if (onScreen) void sale.requote();
}

// What became of a sale, by its receipt's number.
async function find(mine: Omit<Waiting, 'asked'>): Promise<void> {
  const {receiptNo, paid, since} = mine;
  for (let asked = 1; ; ++asked) {
    put({...mine, asked});
    const answer = await call('sale.show', {receipt_no: receiptNo});
    const absent = answer.kind === 'error' && answer.code === 'not_found';
    if (answer.kind === 'ok' || absent) {
      const clockSkew = 120_000;
      const saved = answer.kind === 'ok' && answer.result.paid === paid && Date.parse(answer.result.at) > since - clockSkew;
      drop(receiptNo);
      tell({tone: saved ? 'good' : 'bad', word: saved ? 'commit.was_saved' : 'commit.was_not_saved', facts: {receipt: receiptNo}});
      return;
    }
    await pause(Math.min(500 * 2 ** asked, 8000));
  }
}

// After a reload: what became of the sales whose answer never came.
export async function settleUnanswered(): Promise<void> {
  let list: Omit<Waiting, 'asked'>[] = [];
  try {
    list = JSON.parse(localStorage.getItem(kept) ?? '[]') as typeof list;
  } catch {
    localStorage.removeItem(kept);
  }
  if (list.length > 0) await pause(1500); // it may be on its way still
  for (const entry of list) await find(entry);
}
