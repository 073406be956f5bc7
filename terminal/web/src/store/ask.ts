// What a page shows is asked for when it opens, and again when something was changed.

import {useSignal, type Signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {Method, Request, Result} from '../lib/api';
import {call} from '../lib/call';
import {tellNo} from '../till/notice';

export interface Asking<T> {
  answer: Signal<T | undefined>;
  again: () => Promise<void>;
}

export function useAsk<M extends Method>(method: M, request: Request<M>): Asking<Result<M>> {
  const answer = useSignal<Result<M> | undefined>(undefined);
  const key = JSON.stringify(request);
  const again = async () => {
    const came = await call(method, JSON.parse(key) as Request<M>);
    if (came.kind === 'ok') answer.value = came.result;
    else tellNo(came);
  };
  useEffect(() => void again(), [method, key]);
  return {answer, again};
}
