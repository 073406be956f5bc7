// An act that the service may want proved: the operator's PIN again, or a colleague beside them.

import {useSignal, type Signal} from '@preact/signals';
import {act, call, type Acted, type Answer} from './call';
import {t} from './lang';
import {who} from './session';
import {Field} from './ui';
import {tell, tellNo} from '../till/notice';

type Need = '' | 'pin' | 'second';

export interface Acting {
  busy: Signal<boolean>;
  // Says itself what went wrong; `ok` answers are the caller's to tell.
  run<T>(method: string, request: object): Promise<Answer<T>>;
  // The same for what only reads, and has no request id.
  ask<T>(method: string, request: object): Promise<Answer<T>>;
  proof: preact.ComponentChildren;
}

export function useAct(): Acting {
  const busy = useSignal(false);
  const need = useSignal<Need>('');
  const pin = useSignal('');
  const second = useSignal('');
  const secondPin = useSignal('');

  const run = <T,>(method: string, request: object) => prove<T>(method, request, act);
  const ask = <T,>(method: string, request: object) =>
    prove<T>(method, request, async (m, r) => ({answer: await call<T>(m, r), asked: 1}));

  async function prove<T>(method: string, request: object, by: (method: string, request: object) => Promise<Acted<T>>): Promise<Answer<T>> {
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
