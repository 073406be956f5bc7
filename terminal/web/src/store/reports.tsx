// What a day, and a month, came to.

import {useSignal} from '@preact/signals';
import type {Tally} from '../lib/answers';
import {t} from '../lib/lang';
import {count, yuan} from '../lib/money';
import {Button, Facts, Money} from '../lib/ui';
import {storeDay} from '../till/clock';
import {useAsk} from './ask';
import {Loading, Sheet, Span} from './sheet';

export function Day() {
  const date = useSignal(storeDay());
  const report = useAsk('report.day', /^\d{4}-\d\d-\d\d$/.test(date.value) ? {date: date.value} : {});
  const tally = report.answer.value;
  return (
    <Sheet title={t('tab.day')} tools={<>
      <Span label={t('date')} of="day" value={date.value} onValue={(v) => (date.value = v)} />
      <Button onPress={() => window.print()}>{t('store.print')}</Button>
    </>}>
      {tally ? <div class="print"><h3 class="only-print">{t('tab.day')} {date.value}</h3><TallyView tally={tally} /></div> : <Loading />}
    </Sheet>
  );
}

export function Month() {
  const month = useSignal(storeDay().slice(0, 7));
  const report = useAsk('report.month', /^\d{4}-\d\d$/.test(month.value) ? {month: month.value} : {});
  const tally = report.answer.value;
  return (
    <Sheet title={t('tab.month')} tools={<>
      <Span label={t('month')} of="month" value={month.value} onValue={(v) => (month.value = v)} />
      <Button onPress={() => window.print()}>{t('store.print')}</Button>
    </>}>
      {tally ? <div class="print"><h3 class="only-print">{t('tab.month')} {month.value}</h3><TallyView tally={tally} /><Days days={tally.days} /></div> : <Loading />}
    </Sheet>
  );
}

function TallyView({tally}: {tally: Tally}) {
  const share = tally.sales > 0 ? Math.round((100 * tally.member_sales) / tally.sales) : 0;
  return (
    <>
      <div class="figures">
        <div><span>{t('tally.net')}</span><Money fen={tally.net} big /></div>
        <div><span>{t('tally.sales')}</span><b>{count(tally.sales)}</b><small>{t('tally.members_share', {n: share})}</small></div>
        <div><span>{t('tally.issued')}</span><b>{count(tally.cards.issued)}</b></div>
        <div><span>{t('tally.earned')}</span><b>{count(tally.points.earned)}</b></div>
      </div>
      <Facts rows={[
        [t('tally.gross'), <Money fen={tally.gross} />],
        [t('tally.reduction'), <Money fen={-tally.reduction} />],
        [t('tally.paid'), <Money fen={tally.paid} />],
        [t('tally.returns'), count(tally.returns)],
        [t('tally.refunded'), <Money fen={-tally.refunded} />],
        [t('tally.taken'), count(tally.points.taken)],
        [t('tally.redeemed'), count(tally.points.redeemed)],
        [t('tally.redemptions'), count(tally.redemptions)],
        [t('tally.blocked'), count(tally.cards.blocked)],
        [t('tally.replaced'), count(tally.cards.replaced)],
        [t('tally.renewed'), count(tally.cards.renewed)],
        [t('tally.anomalies'), count(tally.anomalies)],
      ]} />
    </>
  );
}

function Days({days}: {days: (Tally & {date: string})[]}) {
  const most = Math.max(1, ...days.map((d) => Math.abs(d.net)));
  return (
    <figure class="bars">
      <figcaption>{t('tally.by_day')}</figcaption>
      <ol>
        {days.map((d) => (
          <li key={d.date}>
            <span>{d.date.slice(8)}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width={(100 * Math.abs(d.net)) / most} height="8" class={d.net < 0 ? 'down' : ''} /></svg>
            <span class="n">{yuan(d.net)}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
