// What a page shows is asked for when it opens, and again when something was changed.

import {useSignal, type Signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {call} from '../lib/call';
import {tellNo} from '../till/notice';

export interface Asking<T> {
  answer: Signal<T | undefined>;
  again: () => Promise<void>;
}

export function useAsk<T>(method: string, request: object): Asking<T> {
  const answer = useSignal<T | undefined>(undefined);
  const key = JSON.stringify(request);
  const again = async () => {
    const came = await call<T>(method, JSON.parse(key) as object);
    if (came.kind === 'ok') answer.value = came.result;
    else tellNo(came);
  };
  useEffect(() => void again(), [method, key]);
  return {answer, again};
}
