// The sum, and the one key that finishes the sale; then what was done.

import {say, t} from '../lib/lang';
import {count, signed} from '../lib/money';
import {Button, Money} from '../lib/ui';
import {storeTime} from './clock';
import {commit, committing} from './commit';
import {PointsLine} from './customer';
import {go} from './route';
import * as sale from './sale';

export function Total() {
  if (sale.done.value) return <Finished />;
  const quote = sale.quote.value;
  const pieces = sale.lines.value.reduce((sum, line) => sum + line.qty, 0);
  const gross = sale.lines.value.reduce((sum, line) => sum + line.qty * line.price, 0);
  const failed = sale.quoteFailed.value;
  const ready = quote !== undefined && !sale.quoting.value && !committing.value;
  return (
    <section class="total" aria-label={t('total')}>
      <dl>
        <div><dt>{t('total.gross', {n: count(pieces)})}</dt><dd><Money fen={quote?.gross ?? gross} /></dd></div>
        {quote && quote.reduction > 0 && <div class="minus"><dt>{t('total.reduction')}</dt><dd><Money fen={-quote.reduction} /></dd></div>}
        <PointsLine />
      </dl>
      <div class="due" aria-live="polite">
        <span>{t('total.due')}</span>
        <Money fen={quote?.paid ?? gross} big />
      </div>
      {failed && <p class="failed" role="alert">{failed.kind === 'unknown' ? t('service.silent') : say(failed.message)}</p>}
      <Button look="main" act="finish" class="pay" disabled={!ready} onPress={() => void commit()}>
        {t(committing.value ? 'pay.saving' : 'pay')}
      </Button>
    </section>
  );
}

function Finished() {
  const {answer, at} = sale.done.value!;
  return (
    <section class="total done" aria-label={t('done')}>
      <div class="stamp" role="status">
        <span class="tick" aria-hidden="true">✓</span>
        <div><h2>{t('done')}</h2><p>{answer.receipt_no} · {storeTime(at)}</p></div>
      </div>
      <div class="due"><span>{t('done.paid')}</span><Money fen={answer.paid} big /></div>
      {answer.points && (
        <p class="points-now">{t('done.points', {before: count(answer.points.before), earned: signed(answer.points.earned), after: count(answer.points.after)})}</p>
      )}
      {answer.member && <p class="sign">✎ {t('done.sign')}</p>}
      <div class="two">
        <Button act="reprint" heard={false} onPress={() => go('receipt', answer.receipt_no)}>{t('receipt')}</Button>
        <Button look="main" act="finish" onPress={() => { sale.begin(); }}>{t('done.next')}</Button>
      </div>
    </section>
  );
}
