// The store's pages. Scans still go to the till from here: a customer never waits for a report.

import {signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {call} from '../lib/call';
import {useKey} from '../lib/keys';
import {t} from '../lib/lang';
import {Button} from '../lib/ui';
import {hush, notices} from '../till/notice';
import {go} from '../till/route';
import {Notices} from '../till/till';
import {usePicks} from '../till/panels/redeem';
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
// A service that is older than this page has no greetings: they are left out then.
const greets = signal(false);

export function Store() {
  const open = (to: Tab) => {
    hush();
    tab.value = to;
  };
  useKey('back', () => (notices.value.some((n) => !n.id) ? hush() : go('sale')));
  useKey('store', () => go('sale'));
  useEffect(() => {
    if (!greets.value) void call('report.greetings', {}).then((answer) => (greets.value = answer.kind === 'ok'));
  }, []);
  const there = tabs.filter((name) => name !== 'greetings' || greets.value);
  usePicks(9, (i) => there[i] && open(there[i]));
  const Page = pages[tab.value];
  return (
    <main class="store">
      <nav aria-label={t('store.title')}>
        <Button look="main" act="back" heard={false} onPress={() => go('sale')}>{t('store.to_till')}</Button>
        {there.map((name, i) => (
          <button key={name} type="button" class={name === tab.value ? 'tab on' : 'tab'} aria-current={name === tab.value ? 'page' : undefined}
                  onClick={() => open(name)}>
            <span>{t(`tab.${name}`)}</span>{i < 9 && <kbd>{i + 1}</kbd>}
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
