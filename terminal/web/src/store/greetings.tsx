// Whom the store writes to, when and why (S6): with consent, and no one twice for the same thing.

import {useSignal} from '@preact/signals';
import {useAct} from '../lib/act';
import {save} from '../lib/download';
import {say, t} from '../lib/lang';
import {count} from '../lib/money';
import {who} from '../lib/session';
import {Button, Field} from '../lib/ui';
import {storeDay} from '../till/clock';
import {tell} from '../till/notice';
import {useAsk} from './ask';
import {Loading, Sheet, Table} from './sheet';

export function Greetings() {
  const days = useSignal('7');
  const news = useSignal('');
  const acting = useAct();
  const manager = who.value?.role === 'manager';
  const wish = {
    ...(/^\d{1,3}$/.test(days.value) && {days: Math.min(366, Number(days.value))}),
    ...(news.value.trim() !== '' && {news: {id: storeDay(), 'zh-CN': news.value.trim()}}),
  };
  const asking = useAsk('report.greetings', wish);
  const list = asking.answer.value;
  const handOver = async () => {
    const answer = await acting.run('greetings.hand_over', {...wish, format: 'csv'});
    if (answer.kind !== 'ok') return;
    save(answer.result);
    tell({tone: 'good', word: 'greetings.handed', facts: {n: answer.result.count}});
    await asking.again();
  };
  return (
    <Sheet title={t('tab.greetings')} tools={manager &&
      <Button look="main" onPress={() => void handOver()} disabled={!list || list.count === 0 || acting.busy.value}>{t('greetings.hand_over')}</Button>}>
      <p class="note">{t('greetings.what')}</p>
      <div class="pair">
        <Field label={t('greetings.days')} mode="numeric" value={days.value} onValue={(v) => (days.value = v)} max={3} />
        <Field label={t('greetings.news')} hint={t('greetings.news.how')} value={news.value} onValue={(v) => (news.value = v)} required={false} />
      </div>
      {acting.proof}
      {!list ? <Loading /> : <>
        <p class="lead"><b>{t('greetings.count', {n: count(list.count), from: list.from, through: list.through})}</b> · {t('greetings.left_out', {consent: list.left_out.without_consent, before: list.left_out.greeted_before})}</p>
        {list.count > 0 && (
          <Table label={t('tab.greetings')}>
            <thead><tr><th>{t('greetings.when')}</th><th>{t('greetings.who')}</th><th>{t('phone')}</th><th>{t('greetings.why')}</th><th>{t('greetings.text')}</th></tr></thead>
            <tbody>
              {(list.greetings ?? []).map((g, i) => (
                <tr key={i}>
                  <td class="nowrap">{g.when}</td><td class="nowrap">{say(g.address)}</td><td class="nowrap">{g.phone}</td>
                  <td class="nowrap">{g.reasons.map((r) => t(`greeting.${r.word as 'birthday'}`)).join(' · ')}</td><td>{say(g.message)}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </>}
    </Sheet>
  );
}
