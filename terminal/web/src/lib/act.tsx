// An act that the service may want proved: the operator's PIN again, or a colleague beside them.

import {useSignal, type Signal} from '@preact/signals';
import type {Method, Request, Result} from './api';
import {act, call, type Acted, type Answer} from './call';
import {t} from './lang';
import {who} from './session';
import {Field} from './ui';
import {tell, tellNo} from '../till/notice';

type Need = '' | 'pin' | 'second';

export interface Acting {
  busy: Signal<boolean>;
  // Says itself what went wrong; `ok` answers are the caller's to tell.
  run<M extends Method>(method: M, request: Request<M>): Promise<Answer<Result<M>>>;
  // The same for what only reads, and has no request id.
  ask<M extends Method>(method: M, request: Request<M>): Promise<Answer<Result<M>>>;
  proof: preact.ComponentChildren;
}

export function useAct(): Acting {
  const busy = useSignal(false);
  const need = useSignal<Need>('');
  const pin = useSignal('');
  const second = useSignal('');
  const secondPin = useSignal('');

  const run = <M extends Method>(method: M, request: Request<M>) => prove<M>(method, request, act);
  const ask = <M extends Method>(method: M, request: Request<M>) =>
    prove<M>(method, request, async (m, r) => ({answer: await call(m, r), asked: 1}));

  async function prove<M extends Method>(method: M, request: Request<M>,
                                         by: (method: M, request: Request<M>) => Promise<Acted<Result<M>>>): Promise<Answer<Result<M>>> {
    if (busy.value) return {kind: 'unknown'};
    busy.value = true;
    const {answer, asked} = await by(method, {
      operator: who.value?.operator ?? '',
      ...request,
      ...(need.value === 'pin' && {pin: pin.value}),
      ...(need.value === 'second' && second.value && {second_operator: second.value}),
      ...(need.value === 'second' && secondPin.value && {second_pin: secondPin.value}),
    });
    busy.value = false;
    pin.value = secondPin.value = '';
    if (answer.kind === 'ok') {
      need.value = '';
      if (asked > 1) tell({tone: 'good', word: answer.replayed ? 'act.was_done' : 'act.now_done'});
      return answer;
    }
    const wantsSecond = answer.kind === 'error' && answer.pointer.startsWith('/second');
    const first = need.value !== 'second' && wantsSecond;
    if (first) need.value = 'second'; // asked for, not reproached
    else tellNo(answer);
    if (answer.kind === 'error' && answer.code === 'not_allowed') {
      if (answer.word === 'approval_needed') need.value = 'second';
      else if (answer.pointer === '/pin') need.value = 'pin';
    }
    return answer;
  }

  const proof = need.value === '' ? null : (
    <fieldset class="proof" key="proof">
      <legend>{t(need.value === 'pin' ? 'proof.pin' : 'proof.second')}</legend>
      {need.value === 'pin' ? (
        <Field label={t('pin')} type="password" mode="numeric" value={pin.value} focus onValue={(v) => (pin.value = v)} />
      ) : (
        <div class="pair">
          <Field label={t('proof.manager')} mode="numeric" value={second.value} focus onValue={(v) => (second.value = v)} />
          <Field label={t('pin')} type="password" mode="numeric" value={secondPin.value} onValue={(v) => (secondPin.value = v)} />
        </div>
      )}
    </fieldset>
  );
  return {busy, run, ask, proof};
}
