// Language: which of the two the page speaks, and how to say something in it.

import {effect, signal} from '@preact/signals';
import {words, type Word} from './words';

export type Language = 'zh-CN' | 'en';
// What the service says to people comes in both.
export type Message = {'zh-CN': string; en: string};

const kept = 'vip.language';

function first(): Language {
  return localStorage.getItem(kept) === 'en' ? 'en' : 'zh-CN';
}

export const language = signal<Language>(first());

effect(() => {
  document.documentElement.lang = language.value;
  localStorage.setItem(kept, language.value);
});

export function switchLanguage() {
  language.value = language.value === 'en' ? 'zh-CN' : 'en';
}

// A word of the catalogue; {name} in it is a place for a fact.
export function t(word: Word, facts: Record<string, string | number> = {}): string {
  const [zh, en] = words[word];
  const text = language.value === 'en' ? en : zh;
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '?'));
  return language.value === 'en' ? filled.replace(singular, '1 $1') : filled;
}

const singular = /(?<![\d.,])1 (point|piece|registration|minute|month|record|day|finding)s\b/g;

export function say(message: Message | undefined): string {
  return message ? message[language.value] : '';
}

// "0.90" -> 9 折 / 10% off
export function rateText(pays: string): string {
  const [whole = '0', part = ''] = pays.split('.');
  const basis = Number(whole) * 10000 + Number(part.padEnd(4, '0'));
  return language.value === 'en' ? `${(10000 - basis) / 100}% off` : `${basis / 1000} 折`;
}

// The time of day out of an RFC 3339 time: it is the store's, as it stands there.
export function clockTime(rfc3339: string): string {
  return rfc3339.slice(11, 16);
}

export function when(rfc3339: string): string {
  return `${rfc3339.slice(0, 10)} ${clockTime(rfc3339)}`;
}
