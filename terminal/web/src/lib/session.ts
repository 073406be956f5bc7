// Session: who sits here. The cookie is the service's; no script sees it.

import {signal} from '@preact/signals';
import type {Session} from './answers';
import {onAnswer, session as ask, type Answer} from './call';

export const who = signal<Session | undefined>(undefined);
export const asleep = signal(false);
export const known = signal(false); // whether the service was asked yet
// The service on this machine gave no answer the last time.
export const silent = signal(false);

export async function findSession(): Promise<void> {
  const answer = await ask<Session>('GET');
  silent.value = answer.kind === 'unknown';
  if (answer.kind === 'unknown') return;
  known.value = true;
  who.value = answer.kind === 'ok' ? answer.result : undefined;
  asleep.value = answer.kind === 'ok' && (answer.result.asleep ?? false);
}

export async function logIn(operator: string, pin: string, lane: string): Promise<Answer<Session>> {
  const answer = await ask<Session>('POST', {operator, ...(pin && {pin}), ...(lane && {lane})});
  if (answer.kind === 'ok') await findSession();
  return answer;
}

export async function logOut(): Promise<void> {
  await ask('DELETE');
  who.value = undefined;
  asleep.value = false;
}

onAnswer((_, answer) => {
  silent.value = answer.kind === 'unknown';
  if (answer.kind !== 'error') return;
  if (answer.word === 'session_asleep') asleep.value = true;
  if (answer.word === 'session_unknown' || answer.word === 'token_needed') who.value = undefined;
});
