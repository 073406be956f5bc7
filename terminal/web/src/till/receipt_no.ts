// Receipt numbers of a till that is one by itself: store, lane, day, and the day's count.

import {storeDay} from './clock';
import {who} from '../lib/session';

const kept = 'vip.receipts';

export function nextReceiptNo(now = new Date()): string {
  const day = storeDay(now).replaceAll('-', '').slice(2);
  let count = 0;
  try {
    const last = JSON.parse(localStorage.getItem(kept) ?? '{}') as {day?: string; count?: number};
    if (last.day === day) count = last.count ?? 0;
  } catch {
    // The next sale's conflict moves it on.
  }
  ++count;
  localStorage.setItem(kept, JSON.stringify({day, count}));
  return `${who.value?.store ?? ''}-${who.value?.lane ?? '1'}-${day}-${String(count).padStart(4, '0')}`;
}
