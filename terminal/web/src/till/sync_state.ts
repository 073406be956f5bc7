// Sync: five states, none of which says more than is known. It is never green while anything waits.

import {computed, signal} from '@preact/signals';
import type {Status, SyncStatus} from '../lib/answers';
import {call} from '../lib/call';
import {onEvent} from '../lib/events';
import {silent} from '../lib/session';

export type ChipState = 'synced' | 'sending' | 'waiting' | 'offline' | 'attention';

export const sync = signal<SyncStatus | undefined>(undefined);
export const status = signal<Status | undefined>(undefined);

const hour = 3600_000;

export function chipOf(now: SyncStatus | undefined, health: Status | undefined, noAnswer: boolean, clock: number): ChipState {
  if (noAnswer || health?.locked || health?.lines.some((l) => l.state === 'error')) return 'attention';
  if (!now || !now.enrolled) return 'offline';
  const heard = now.heard_at ? clock - Date.parse(now.heard_at) : Infinity;
  const waited = now.waiting_since ? clock - Date.parse(now.waiting_since) : 0;
  if (now.waiting > 0 && waited > 72 * hour) return 'attention';
  const code = now.last_error?.code;
  if (now.last_error && code !== 'unreachable') return 'attention';
  if (now.running) return 'sending';
  if (code === 'unreachable' || heard > 26 * hour) return 'offline';
  return now.waiting > 0 ? 'waiting' : 'synced';
}

export const chip = computed(() => ({
  state: chipOf(sync.value, status.value, silent.value, Date.now()),
  waiting: sync.value?.waiting ?? 0,
  heard: sync.value?.heard_at,
}));

export async function refreshSync(): Promise<void> {
  const [now, health] = await Promise.all([
    call('sync.status', {}),
    call('status', {}),
  ]);
  if (health.kind === 'ok') status.value = health.result;
  if (now.kind === 'ok') sync.value = now.result;
  else if (health.kind === 'ok') {
    // A terminal without the exchange built in says what waits all the same.
    const {enrolled, waiting, journal} = health.result;
    sync.value = {enrolled, waiting, last: journal, acked: journal - waiting, safe: 0};
  }
}

onEvent('sync', (data) => {
  sync.value = data as SyncStatus;
});
