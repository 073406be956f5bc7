// Who sits here: a number, a PIN, and the checkout.

import {useSignal} from '@preact/signals';
import {say, t} from '../lib/lang';
import {asleep, logIn, who} from '../lib/session';
import {Field} from '../lib/ui';
import {askNow} from './commit';

const kept = 'vip.lane';

export function Login() {
  const again = asleep.value ? who.value?.operator : undefined;
  const operator = useSignal(again ?? '');
  const pin = useSignal('');
  const lane = useSignal(who.value?.lane ?? localStorage.getItem(kept) ?? '1');
  const wrong = useSignal('');
  const busy = useSignal(false);
  const submit = async () => {
    busy.value = true;
    const answer = await logIn(operator.value.trim(), pin.value, lane.value.trim());
    busy.value = false;
    pin.value = '';
    if (answer.kind === 'ok') {
      localStorage.setItem(kept, lane.value.trim());
      askNow();
    }
    wrong.value = answer.kind === 'ok' ? '' : answer.kind === 'unknown' ? t('service.silent') : say(answer.message);
  };
  return (
    <main class="login">
      <form onSubmit={(e) => { e.preventDefault(); void submit(); }} noValidate>
        <h2>{t(again ? 'login.asleep' : 'login.title')}</h2>
        {again && <p class="lead">{t('login.kept')}</p>}
        <Field label={t('operator')} mode="numeric" value={operator.value} focus={!again} onValue={(v) => (operator.value = v)} complete="username" max={9} />
        <Field label={t('pin')} hint={t('login.pin')} type="password" mode="numeric" value={pin.value} focus={again !== undefined} onValue={(v) => (pin.value = v)} complete="current-password" max={64} />
        <Field label={t('login.lane')} value={lane.value} onValue={(v) => (lane.value = v)} max={16} />
        {wrong.value && <p class="failed" role="alert">{wrong.value}</p>}
        <button type="submit" class="button main" disabled={busy.value || !operator.value.trim()}><span>{t('login.go')}</span><kbd>↵</kbd></button>
      </form>
    </main>
  );
}
