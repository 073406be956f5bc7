// What waits for head office.

import {t} from '../lib/lang';
import {Sheet} from './sheet';
import {SyncView} from '../till/panels/sync';

export function Office() {
  return <Sheet title={t('tab.office')}><SyncView /></Sheet>;
}
