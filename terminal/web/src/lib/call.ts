// Call: a method of the service and its JSON, and what came back.
//
// Where the line breaks before an answer came nobody knows whether the request was carried out.
// act() then asks again with the same request id, which carries a request out once however often
// it is asked; only when that has no answer either is its answer `unknown`, and the same request
// asked later still has the id that it had.

import type {Method, Request, Result} from './api';
import type {Message} from './lang';

export type Facts = Record<string, string | number>;

export interface Ok<T> {
  kind: 'ok';
  result: T;
  replayed: boolean;
  seq: number | undefined; // where in the journal it stands, of what writes
}
export interface Refused {
  kind: 'refused';
  clause: string;
  word: string;
  message: Message;
  facts: Facts;
}
export interface Failed {
  kind: 'error';
  code: string;
  word: string;
  pointer: string;
  message: Message;
  facts: Facts;
  retryable: boolean;
}
export interface Unknown {
  kind: 'unknown';
}
export type Answer<T> = Ok<T> | Refused | Failed | Unknown;
export type No = Refused | Failed | Unknown;

interface Wire<T> {
  ok: boolean;
  result: T;
  replayed?: boolean;
  position?: {seq: number};
  refusal?: Omit<Refused, 'kind'>;
  error?: Partial<Omit<Failed, 'kind'>> & {code: string; message: Message};
}

const answerWithin = 8000; // ms; the service answers in a few, a `want` of points takes three seconds

async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const reply = await fetch(path, {...init, signal: AbortSignal.timeout(answerWithin)});
    const answer = (await reply.json()) as Wire<T>;
    if (answer.ok) return {kind: 'ok', result: answer.result, replayed: answer.replayed ?? false, seq: answer.position?.seq};
    if (answer.refusal) return {kind: 'refused', ...answer.refusal};
    if (answer.error) {
      const {code, message, word = '', pointer = '', facts = {}, retryable = false} = answer.error;
      return {kind: 'error', code, word, pointer, message, facts, retryable};
    }
  } catch {
    // No answer, or none that makes sense: both say nothing about what was done.
  }
  return {kind: 'unknown'};
}

export type Asked = (method: string, answer: Answer<unknown>) => void;
const listeners: Asked[] = [];
// Everything that is answered goes past these: the session that fell asleep, the line that is dead.
export function onAnswer(listener: Asked) {
  listeners.push(listener);
}

export async function call<M extends Method>(method: M, request: Request<M>): Promise<Answer<Result<M>>> {
  const answer = await ask<Result<M>>('/v1/' + method.replaceAll('.', '/'), {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(request),
  });
  for (const listener of listeners) listener(method, answer);
  return answer;
}

export function session<T>(method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<Answer<T>> {
  return ask<T>('/session', {
    method,
    ...(body && {headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)}),
  });
}

// 128 random bits; a page that is not on a secure address has no randomUUID.
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return 'web-' + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const sessionWords = new Set(['session_asleep', 'session_unknown', 'token_needed', 'token_unknown']);

// Says nothing of what became of the request: no answer, nobody logged in any more (the service was
// restarted), or a store that could not be written just now.
export function leavesOpen(answer: Answer<unknown>): boolean {
  if (answer.kind === 'unknown') return true;
  return answer.kind === 'error' && (answer.retryable || sessionWords.has(answer.word));
}

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const pauses = [400, 1000, 2000];
const unsettled = new Map<string, string>(); // what was asked -> its request id

export interface Acted<T> {
  answer: Answer<T>;
  asked: number; // times
}

export async function act<M extends Method>(method: M, request: Request<M>): Promise<Acted<Result<M>>> {
  const content = method + JSON.stringify(request);
  const id = unsettled.get(content) ?? newRequestId();
  unsettled.set(content, id);
  let asked = 0;
  for (;;) {
    const answer = await call(method, {request_id: id, ...request});
    ++asked;
    const again = answer.kind === 'unknown' ? pauses[asked - 1] : undefined;
    if (again === undefined) {
      if (!leavesOpen(answer)) unsettled.delete(content);
      return {answer, asked};
    }
    await pause(again);
  }
}
