// Receipt numbers of a till that is one by itself: store, lane, day, and the second of the day, which
// is unused for each: no counter that a cleared browser would forget.

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
  return `${who.value?.store ?? ''}-${who.value?.lane ?? '1'}-${day.replaceAll('-', '').slice(2)}-${time.replaceAll(':', '')}`;
}
