// The policy in force, as head office published it, and what may be set at this till.

import {useSignal} from '@preact/signals';
import {call} from '../lib/call';
import {language, rateText, switchLanguage, t} from '../lib/lang';
import {count} from '../lib/money';
import {who} from '../lib/session';
import {Button, Facts, Money} from '../lib/ui';
import {tell, tellNo} from '../till/notice';
import {go} from '../till/route';
import {useAsk} from './ask';
import {Loading, Sheet} from './sheet';

export function Settings() {
  const asking = useAsk('policy.show', {});
  const blanks = useAsk('blanks.show', {});
  const busy = useSignal(false);
  const policy = asking.answer.value?.policy;
  const next = asking.answer.value?.next;
  const stock = blanks.answer.value;
  const verify = async () => {
    busy.value = true;
    const answer = await call('verify', {});
    busy.value = false;
    if (answer.kind !== 'ok') return tellNo(answer);
    const {clean, events, rows, findings} = answer.result;
    tell(clean ? {tone: 'good', word: 'settings.verify.clean', facts: {events, rows}} : {tone: 'bad', word: 'settings.verify.wrong', facts: {n: findings.length}});
  };
  return (
    <Sheet title={t('tab.settings')}>
      <h3>{t('policy.title')}</h3>
      {!policy ? <Loading /> : <>
        <Facts rows={[
          [t('policy.version'), `${policy.version} · ${policy.from}`],
          [t('policy.single'), <Money fen={policy.join.single} />],
          [t('policy.cumulative'), <><Money fen={policy.join.cumulative} /> {t('policy.months', {n: policy.join.months})}</>],
          [t('policy.member'), rateText(policy.rates.member.pays)],
          [t('policy.level'), `${rateText(policy.rates.level.pays)} · ${t('policy.level.points', {n: count(policy.rates.level.points)})}`],
          [t('policy.birthday'), rateText(policy.rates.birthday.pays)],
          [t('policy.points'), t('policy.points.per', {per: count(policy.points.per / 100), earn: policy.points.earn})],
          [t('policy.card'), t('policy.card.months', {n: policy.card.months})],
          [t('policy.grace'), t('policy.grace.days', {n: policy.card.grace_days})],
          [t('policy.presence'), policy.presence.map((p) => t(`presence.${p}`)).join(language.value === 'en' ? ', ' : '、')],
        ]} />
        {next && <p class="note">{t('policy.next', {version: next.version, from: next.from})}</p>}
      </>}
      <h3>{t('settings.title')}</h3>
      <Facts rows={[
        [t('settings.lane'), who.value?.lane ?? '1'],
        [t('settings.language'), language.value === 'en' ? 'English' : '中文'],
        stock && [t('settings.blanks'), stock.training ? t('settings.blanks.training') : t('settings.blanks.left', {printed: count(stock.printed ?? 0), virtual: count(stock.virtual ?? 0)})],
      ]} />
      <div class="buttons">
        <Button onPress={switchLanguage}>{language.value === 'en' ? '中文' : 'English'}</Button>
        <Button onPress={() => go('help')}>{t('settings.keys')}</Button>
        <Button onPress={() => void window.open('/display', 'vip-display')}>{t('settings.display')}</Button>
        <Button onPress={() => void verify()} disabled={busy.value}>{t('settings.verify')}</Button>
      </div>
    </Sheet>
  );
}
