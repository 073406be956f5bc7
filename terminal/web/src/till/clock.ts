// The store's day and time, which are not the browser's.

import {status} from './sync_state';

// 2026-11-28 05:56:12
export function storeClock(now: Date): string {
  // Swedish writes dates as ISO 8601 does.
  const zone = status.value?.zone;
  try {
    return now.toLocaleString('sv-SE', {hour12: false, ...(zone && {timeZone: zone})});
  } catch {
    return now.toLocaleString('sv-SE', {hour12: false});
  }
}

export function storeDay(now = new Date()): string {
  return storeClock(now).slice(0, 10);
}

export function storeTime(now = new Date()): string {
  return storeClock(now).slice(11, 16);
}
