// A page of the store: its title, what can be chosen, and the rest.

import type {ComponentChildren} from 'preact';
import {t} from '../lib/lang';
import {Field} from '../lib/ui';

export function Sheet(props: {title: string; tools?: ComponentChildren; children: ComponentChildren}) {
  return (
    <div class="sheet">
      <header><h2>{props.title}</h2><div class="tools">{props.tools}</div></header>
      {props.children}
    </div>
  );
}

export function Loading() {
  return <p class="lead" role="status">{t('store.loading')}</p>;
}

export function Table({label, children}: {label: string; children: ComponentChildren}) {
  return <div class="scroll" tabIndex={0} role="region" aria-label={label}><table>{children}</table></div>;
}

// A day or a month, and the ones beside it; written the same in both languages.
export function Span({label, of, value, onValue}: {label: string; of: 'day' | 'month'; value: string; onValue: (value: string) => void}) {
  const step = (by: number) => {
    const [year = 2026, month = 1, day = 1] = value.split('-').map(Number);
    const next = of === 'day' ? new Date(Date.UTC(year, month - 1, day + by)) : new Date(Date.UTC(year, month - 1 + by, 1));
    if (!Number.isNaN(next.getTime())) onValue(next.toISOString().slice(0, of === 'day' ? 10 : 7));
  };
  return (
    <div class="span" role="group" aria-label={label}>
      <button type="button" onClick={() => step(-1)} aria-label={`${label} −1`}>‹</button>
      <Field label={label} mode="numeric" value={value} onValue={onValue} max={10} />
      <button type="button" onClick={() => step(1)} aria-label={`${label} +1`}>›</button>
    </div>
  );
}
