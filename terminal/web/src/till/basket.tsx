// The basket: what is bought, what each line costs, and the clause that says why.

import {useEffect, useRef} from 'preact/hooks';
import type {QuotedLine} from '../lib/answers';
import {useKey} from '../lib/keys';
import {t} from '../lib/lang';
import {Button, Clause, Key, Money} from '../lib/ui';
import type {Word} from '../lib/words';
import {changeLine, done, lines, quote, removeLine, selected, type Line} from './sale';

const kinds = ['regular', 'promotion', 'special'] as const;
const whyWords: Record<string, Word> = {
  D1: 'why.D1', D2: 'why.D2', D3: 'why.D3', D5: 'why.D5', D6: 'why.D6', none: 'why.none',
};

function nextKind(line: Line): Line['kind'] {
  return kinds[(kinds.indexOf(line.kind) + 1) % kinds.length]!;
}

export function Basket() {
  const list = useRef<HTMLOListElement>(null);
  const shownLines = done.value?.lines ?? lines.value;
  const priced = (done.value?.answer ?? quote.value)?.lines;
  const at = selected.value;
  const move = (by: number) => {
    if (shownLines.length === 0) return false;
    selected.value = Math.max(0, Math.min(shownLines.length - 1, at + by));
    return undefined;
  };
  const change = (act: (line: Line) => void) => () => {
    const line = lines.value[at];
    if (!line || done.value) return false;
    act(line);
    return undefined;
  };
  useKey('up', () => move(-1));
  useKey('down', () => move(1));
  useKey('more', change((line) => changeLine(at, {qty: Math.min(1_000_000, line.qty + 1)})));
  useKey('fewer', change((line) => (line.qty > 1 ? changeLine(at, {qty: line.qty - 1}) : removeLine(at))));
  useKey('kind', change((line) => changeLine(at, {kind: nextKind(line)})));
  useKey('remove', change(() => removeLine(at)));
  useEffect(() => list.current?.querySelector('.on')?.scrollIntoView({block: 'nearest'}), [at]);
  if (shownLines.length === 0) return <Empty />;
  return (
    <section class="basket" aria-label={t('basket')}>
      <div class="columns" aria-hidden="true">
        <span>{t('basket.item')}</span><span>{t('basket.qty')}</span><span>{t('basket.gross')}</span><span>{t('basket.paid')}</span>
      </div>
      <ol ref={list} tabIndex={0} aria-label={t('basket.lines')}>
        {shownLines.map((line, i) => (
          <Row key={i} line={line} priced={priced?.[i]} on={!done.value && i === at} index={i} />
        ))}
      </ol>
    </section>
  );
}

function Row({line, priced, on, index}: {line: Line; priced: QuotedLine | undefined; on: boolean; index: number}) {
  const gross = line.qty * line.price;
  return (
    <li class={on ? 'row on' : 'row'} aria-current={on ? 'true' : undefined}>
      <button type="button" class="what" onClick={() => (selected.value = index)} disabled={done.value !== undefined}>
        <b>{line.name || (line.sku === 'GOODS' ? t('basket.goods') : line.sku)}</b>
        <small>
          {line.qty > 1 && <>{line.qty} × <Money fen={line.price} /> · </>}
          {line.kind !== 'regular' && <em class="kind">{t(`kind.${line.kind}`)}</em>}
          {priced && <span class="why"><Clause id={priced.clause} /> {t(whyWords[priced.clause] ?? 'why.none')}</span>}
        </small>
      </button>
      <span class="qty">{line.qty}</span>
      <span class={priced && priced.reduction > 0 ? 'gross off' : 'gross'}><Money fen={gross} /></span>
      <span class="paid"><Money fen={priced?.paid ?? gross} /></span>
      {on && (
        <div class="tools">
          <Button look="quiet" act="fewer" heard={false} onPress={() => (line.qty > 1 ? changeLine(index, {qty: line.qty - 1}) : removeLine(index))}>{t('basket.fewer')}</Button>
          <Button look="quiet" act="more" heard={false} onPress={() => changeLine(index, {qty: line.qty + 1})}>{t('basket.more')}</Button>
          <Button look="quiet" act="kind" heard={false} onPress={() => changeLine(index, {kind: nextKind(line)})}>{t(`kind.next.${line.kind}`)}</Button>
          <Button look="quiet" act="remove" heard={false} onPress={() => removeLine(index)}>{t('basket.remove')}</Button>
        </div>
      )}
    </li>
  );
}

function Empty() {
  return (
    <section class="empty" aria-label={t('basket')}>
      <h2>{t('empty.title')}</h2>
      <ul>
        <li><b>{t('empty.member')}</b><span>{t('empty.member.how')}</span></li>
        <li><b>{t('empty.item')}</b><span>{t('empty.item.how')}</span></li>
        <li><b>{t('empty.named')}</b><span><Key act="item" /> {t('empty.named.how')}</span></li>
      </ul>
    </section>
  );
}
