// The one box. It need not have the cursor: keys that nobody else takes go to it.

import {useLayoutEffect, useRef} from 'preact/hooks';
import {t} from '../lib/lang';
import {entered, reading} from './entered';
import {picked, typed} from './picks';

export function Box() {
  const input = useRef<HTMLInputElement>(null);
  const enter = () => {
    const now = typed.value;
    typed.value = '';
    if (!picked(now)) void entered(now);
  };
  useLayoutEffect(() => {
    input.current?.focus();
    return () => void (typed.value = '');
  }, []);
  return (
    <form class="box" role="search" onSubmit={(e) => { e.preventDefault(); enter(); }}>
      <label for="box">{t('box.label')}</label>
      <input id="box" ref={input} value={typed.value} placeholder={t('box.hint')} autoComplete="off" spellcheck={false}
             autoCapitalize="off" enterkeyhint="go" maxLength={4096}
             onInput={(e) => (typed.value = e.currentTarget.value)}
             onKeyDown={(e) => { if (e.key === 'Escape' && typed.value) { typed.value = ''; e.stopPropagation(); } }} />
      <button type="submit" class="button quiet" disabled={typed.value === ''} aria-busy={reading.value}>
        <span>{t('box.find')}</span><kbd>↵</kbd>
      </button>
    </form>
  );
}

export function focusBox() {
  document.getElementById('box')?.focus();
}
