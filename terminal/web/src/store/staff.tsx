// Who may act here.

import {useSignal} from '@preact/signals';
import {useAct} from '../lib/act';
import type {Schema} from '../lib/api';
import type {Answer} from '../lib/call';
import {t} from '../lib/lang';
import {who} from '../lib/session';
import {Button, Choice, Field, Submit} from '../lib/ui';
import {tell} from '../till/notice';
import {useAsk} from './ask';
import {Loading, Sheet, Table} from './sheet';

type Operator = Schema<'OperatorShown'>;
const roles = ['cashier', 'manager', 'technician'] as const;

export function Staff() {
  const asking = useAsk('operator.list', {});
  const adding = useSignal(false);
  const setting = useSignal<Operator | undefined>(undefined);
  const acting = useAct();
  const manager = who.value?.role === 'manager';
  const list = asking.answer.value?.operators;
  const changed = async (number: string, asked: Promise<Answer<unknown>>) => {
    const answer = await asked;
    if (answer.kind !== 'ok') return false;
    tell({tone: 'good', word: 'staff.done', facts: {number}});
    await asking.again();
    return true;
  };
  return (
    <Sheet title={t('tab.staff')} tools={manager && <Button look="main" onPress={() => (adding.value = true)}>{t('staff.add')}</Button>}>
      {!manager && <p class="note">{t('store.manager_only')}</p>}
      {acting.proof}
      {adding.value && <Add close={() => (adding.value = false)} add={(number, role, pin) => changed(number, acting.run('operator.add', {number, role, new_pin: pin}))} />}
      {setting.value && <Pin key={setting.value.number} who={setting.value} close={() => (setting.value = undefined)}
                             set={(pin) => changed(setting.value!.number, acting.run('operator.pin', {number: setting.value!.number, new_pin: pin}))} />}
      {!list ? <Loading /> : (
        <Table label={t('tab.staff')}>
          <thead><tr><th>{t('operator')}</th><th>{t('staff.role')}</th><th>{t('staff.pin')}</th><th>{t('care.state')}</th><th><span class="hidden">{t('poster.edit')}</span></th></tr></thead>
          <tbody>
            {list.map((o) => (
              <tr key={o.number}>
                <td><b>{o.number}</b></td><td>{t(`role.${o.role as 'cashier'}`)}</td><td>{t(o.pin ? 'staff.has_pin' : 'staff.no_pin')}</td>
                <td>{o.locked_minutes ? t('staff.locked', {n: o.locked_minutes}) : t(o.active ? 'staff.on' : 'staff.off')}</td>
                <td class="buttons">
                  {(manager || o.number === who.value?.operator) && <Button look="quiet" label={`${t('staff.set_pin')} ${o.number}`} onPress={() => (setting.value = o)}>{t('staff.set_pin')}</Button>}
                  {manager && o.locked_minutes !== undefined && <Button look="quiet" label={`${t('staff.unlock')} ${o.number}`} onPress={() => void changed(o.number, acting.run('operator.unlock', {number: o.number}))}>{t('staff.unlock')}</Button>}
                  {manager && o.number !== who.value?.operator && <Button look="quiet" label={`${t(o.active ? 'staff.turn_off' : 'staff.turn_on')} ${o.number}`} onPress={() => void changed(o.number, acting.run('operator.edit', {number: o.number, active: !o.active}))}>{t(o.active ? 'staff.turn_off' : 'staff.turn_on')}</Button>}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Sheet>
  );
}

function Add({add, close}: {add: (number: string, role: (typeof roles)[number], pin: string) => Promise<boolean>; close: () => void}) {
  const number = useSignal('');
  const role = useSignal<(typeof roles)[number]>('cashier');
  const pin = useSignal('');
  const submit = async () => {
    if (await add(number.value.trim(), role.value, pin.value)) close();
  };
  return (
    <form class="editor" onSubmit={(e) => { e.preventDefault(); void submit(); }} noValidate>
      <div class="pair">
        <Field label={t('operator')} mode="numeric" value={number.value} focus max={9} onValue={(v) => (number.value = v)} />
        <Field label={t('staff.new_pin')} type="password" mode="numeric" value={pin.value} max={64} complete="new-password" onValue={(v) => (pin.value = v)} />
      </div>
      <Choice label={t('staff.role')} value={role.value} onValue={(v) => (role.value = v)} options={roles.map((r) => [r, t(`role.${r}`)] as const)} />
      <div class="buttons"><Button look="quiet" onPress={close}>{t('back')}</Button><Submit>{t('staff.add')}</Submit></div>
    </form>
  );
}

function Pin({who: operator, set, close}: {who: Operator; set: (pin: string) => Promise<boolean>; close: () => void}) {
  const pin = useSignal('');
  const submit = async () => {
    if (await set(pin.value)) close();
  };
  return (
    <form class="editor" onSubmit={(e) => { e.preventDefault(); void submit(); }} noValidate>
      <Field label={`${operator.number} · ${t('staff.new_pin')}`} type="password" mode="numeric" value={pin.value} focus max={64} complete="new-password" onValue={(v) => (pin.value = v)} />
      <div class="buttons"><Button look="quiet" onPress={close}>{t('back')}</Button><Submit>{t('staff.set_pin')}</Submit></div>
    </form>
  );
}
