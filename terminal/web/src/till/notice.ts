// Notices: a strip over whatever is on the screen. The next scan or key closes it; nothing waits
// for it to be closed.

import {signal} from '@preact/signals';
import type {No} from '../lib/call';
import type {Message} from '../lib/lang';
import type {Word} from '../lib/words';

export interface Notice {
  tone: 'good' | 'note' | 'warn' | 'bad';
  message?: Message;
  word?: Word;
  facts?: Record<string, string | number>;
  clause?: string;
  code?: string;
  id?: string; // stays until withdraw(id)
}

export const notices = signal<Notice[]>([]);

// Of those that go by themselves the last one stands.
export function tell(notice: Notice) {
  const staying = notices.value.filter((n) => n.id && n.id !== notice.id);
  notices.value = [...staying, notice];
}

export function tellNo(no: No) {
  if (no.kind === 'unknown') tell({tone: 'bad', word: 'service.silent'});
  else {
    tell({tone: no.kind === 'refused' ? 'warn' : 'bad', message: no.message,
          ...(no.kind === 'refused' ? {clause: no.clause} : {code: no.code})});
  }
}

export function withdraw(id: string) {
  notices.value = notices.value.filter((n) => n.id !== id);
}

export function hush() {
  if (notices.value.some((n) => !n.id)) notices.value = notices.value.filter((n) => n.id);
}
