// The one box. It need not have the cursor: keys that nobody else takes go to it.

import {useSignal} from '@preact/signals';
import {useLayoutEffect, useRef} from 'preact/hooks';
import {t} from '../lib/lang';
import {entered, reading} from './entered';

export function Box() {
  const text = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  const enter = () => {
    const now = text.value;
    text.value = '';
    void entered(now);
  };
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <form class="box" role="search" onSubmit={(e) => { e.preventDefault(); enter(); }}>
      <label for="box">{t('box.label')}</label>
      <input id="box" ref={input} value={text.value} placeholder={t('box.hint')} autoComplete="off" spellcheck={false}
             autoCapitalize="off" enterkeyhint="go" maxLength={4096}
             onInput={(e) => (text.value = e.currentTarget.value)}
             onKeyDown={(e) => { if (e.key === 'Escape' && text.value) { text.value = ''; e.stopPropagation(); } }} />
      <button type="submit" class="button quiet" disabled={text.value === ''} aria-busy={reading.value}>
        <span>{t('box.find')}</span><kbd>↵</kbd>
      </button>
    </form>
  );
}

export function focusBox() {
  document.getElementById('box')?.focus();
}
