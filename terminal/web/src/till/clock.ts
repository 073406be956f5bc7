// The store's day and time, which are not the browser's.

import {status} from './sync_state';

function parts(now: Date): string {
  // Swedish writes dates as ISO 8601 does.
  const zone = status.value?.zone;
  try {
    return now.toLocaleString('sv-SE', {hour12: false, ...(zone && {timeZone: zone})});
  } catch {
    return now.toLocaleString('sv-SE', {hour12: false});
  }
}

export function storeDay(now = new Date()): string {
  return parts(now).slice(0, 10);
}

export function storeTime(now = new Date()): string {
  return parts(now).slice(11, 16);
}
