// The store's pages. Scans still go to the till from here: a customer never waits for a report.

import {signal} from '@preact/signals';
import {useLayoutEffect} from 'preact/hooks';
import {useKey, writing} from '../lib/keys';
import {t} from '../lib/lang';
import {Button} from '../lib/ui';
import {hush, notices} from '../till/notice';
import {go} from '../till/route';
import {Notices} from '../till/till';
import {Anomalies} from './anomalies';
import {Audit} from './audit';
import {Greetings} from './greetings';
import {Office} from './office';
import {Poster} from './poster';
import {Registry} from './registry';
import {Day, Month} from './reports';
import {Settings} from './settings';
import {Staff} from './staff';

const tabs = ['day', 'month', 'registry', 'poster', 'greetings', 'anomalies', 'staff', 'audit', 'settings', 'office'] as const;
type Tab = (typeof tabs)[number];
const pages: Record<Tab, () => preact.VNode> = {
  day: Day, month: Month, registry: Registry, poster: Poster, greetings: Greetings, anomalies: Anomalies,
  staff: Staff, audit: Audit, settings: Settings, office: Office,
};
const tab = signal<Tab>('day');
// 1 to 9, and 0 for the tenth.
const digitOf = (tab: number) => String((tab + 1) % 10);

export function Store() {
  const open = (to: Tab) => {
    hush();
    tab.value = to;
  };
  useKey('back', () => (notices.value.some((n) => !n.id) ? hush() : go('sale')));
  useKey('store', () => go('sale'));
  useLayoutEffect(() => {
    let last = -Infinity;
    const hear = (event: KeyboardEvent) => {
      const alone = event.timeStamp - last > 50; // else it is in the middle of a scan
      last = event.timeStamp;
      const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
      if (!digit || !alone || event.ctrlKey || event.altKey || event.metaKey || writing(event.target)) return;
      const to = tabs.find((_, i) => digitOf(i) === digit);
      if (to) open(to);
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
  const Page = pages[tab.value];
  return (
    <main class="store">
      <nav aria-label={t('store.title')}>
        <Button look="main" act="back" heard={false} onPress={() => go('sale')}>{t('store.to_till')}</Button>
        {tabs.map((name, i) => (
          <button key={name} type="button" class={name === tab.value ? 'tab on' : 'tab'} aria-current={name === tab.value ? 'page' : undefined}
                  onClick={() => open(name)}>
            <span>{t(`tab.${name}`)}</span><kbd>{digitOf(i)}</kbd>
          </button>
        ))}
      </nav>
      <div class="pages">
        <Notices />
        <Page key={tab.value} />
      </div>
    </main>
  );
}
