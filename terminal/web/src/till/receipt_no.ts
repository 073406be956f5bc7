// Receipt numbers of a till that is one by itself: store, lane, day, and the second of the day, which
// is unused for each: no counter that a cleared browser would forget. Of the form that scans know as
// a receipt's (STORE-DIGITS-DIGITS, with a letter in the first).

import {storeClock} from './clock';
import {who} from '../lib/session';

let last = '';

export function nextReceiptNo(now = new Date()): string {
  let at = now.getTime();
  let number = numberAt(at);
  while (number <= last) number = numberAt((at += 1000));
  last = number;
  return number;
}

function numberAt(at: number): string {
  const [day = '', time = ''] = storeClock(new Date(at)).split(' ');
  const store = who.value?.store ?? '';
  return `${/[A-Za-z]/.test(store) ? '' : 'S'}${store}-${who.value?.lane ?? '1'}-${(day + time).replace(/\D/g, '').slice(2)}`;
}
