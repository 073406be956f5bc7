// The store's pages. Scans still go to the till from here: a customer never waits for a report.

import {signal} from '@preact/signals';
import {useKey} from '../lib/keys';
import {t} from '../lib/lang';
import {Button} from '../lib/ui';
import {hush, notices} from '../till/notice';
import {go} from '../till/route';
import {Notices} from '../till/till';
import {usePicks} from '../till/panels/redeem';
import {Anomalies} from './anomalies';
import {Audit} from './audit';
import {Office} from './office';
import {Poster} from './poster';
import {Registry} from './registry';
import {Day, Month} from './reports';
import {Settings} from './settings';
import {Staff} from './staff';

const tabs = ['day', 'month', 'registry', 'poster', 'anomalies', 'staff', 'audit', 'settings', 'office'] as const;
type Tab = (typeof tabs)[number];
const pages: Record<Tab, () => preact.VNode> = {
  day: Day, month: Month, registry: Registry, poster: Poster, anomalies: Anomalies,
  staff: Staff, audit: Audit, settings: Settings, office: Office,
};
const tab = signal<Tab>('day');

export function Store() {
  const open = (to: Tab) => {
    hush();
    tab.value = to;
  };
  useKey('back', () => (notices.value.some((n) => !n.id) ? hush() : go('sale')));
  useKey('store', () => go('sale'));
  usePicks(tabs.length, (i) => open(tabs[i]!));
  const Page = pages[tab.value];
  return (
    <main class="store">
      <nav aria-label={t('store.title')}>
        <Button look="main" act="back" heard={false} onPress={() => go('sale')}>{t('store.to_till')}</Button>
        {tabs.map((name, i) => (
          <button key={name} type="button" class={name === tab.value ? 'tab on' : 'tab'} aria-current={name === tab.value ? 'page' : undefined}
                  onClick={() => open(name)}>
            <span>{t(`tab.${name}`)}</span><kbd>{i + 1}</kbd>
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
