// Keys: what each does, which the shop may change, and who listens now.
//
// A key is written as people read it: "F8", "Enter", "Ctrl+M". Of several listeners to one act the
// one that came last hears it: a panel over the sale before the sale.

import {signal} from '@preact/signals';
import {useLayoutEffect, useRef} from 'preact/hooks';

export const standardKeys = {
  finish: 'Enter',
  back: 'Escape',
  help: 'F1',
  document: 'F2',
  coupon: 'F3',
  issue: 'F4',
  giveBack: 'F6',
  reprint: 'F7',
  redeem: 'F8',
  member: 'F9',
  sync: 'F10',
  item: 'Insert',
  kind: '/',
  more: '+',
  fewer: '-',
  remove: 'Delete',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  store: 'Ctrl+M',
  lock: 'Ctrl+L',
  language: 'Ctrl+K',
} as const;
export type Act = keyof typeof standardKeys;
export const acts = Object.keys(standardKeys) as Act[];

const kept = 'vip.keys';

function stored(): Record<Act, string> {
  try {
    const own = JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Record<Act, string>>;
    return {...standardKeys, ...own};
  } catch {
    return {...standardKeys};
  }
}

export const keys = signal<Record<Act, string>>(stored());

// False: another act has it.
export function bind(act: Act, key: string): boolean {
  if (acts.some((other) => other !== act && keys.value[other] === key)) return false;
  keys.value = {...keys.value, [act]: key};
  const own = Object.fromEntries(acts.filter((a) => keys.value[a] !== standardKeys[a])
                                     .map((a) => [a, keys.value[a]]));
  localStorage.setItem(kept, JSON.stringify(own));
  return true;
}

export function standard() {
  keys.value = {...standardKeys};
  localStorage.removeItem(kept);
}

const shown: Record<string, string> = {
  Escape: 'Esc', Insert: 'Ins', Delete: 'Del', Enter: '↵',
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→',
};
export function keyLabel(key: string): string {
  return shown[key] ?? key;
}

// The physical key decides for letters and digits: under an input method `key` says "Process".
export function keyOf(event: KeyboardEvent): string {
  let key = event.key;
  if (event.code === 'NumpadEnter') key = 'Enter';
  if (key === 'Process' || event.isComposing) key = event.code;
  if (event.ctrlKey && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3);
  if (key.length === 1) key = key.toUpperCase();
  return (event.ctrlKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + key;
}

type Listener = (event: KeyboardEvent) => boolean | void; // false: not heard, the next one may
interface Place {
  act: Act;
  hear: Listener;
}
const listening: Place[] = [];

export function useKey(act: Act, hear: Listener | false | undefined) {
  const latest = useRef(hear);
  latest.current = hear;
  useLayoutEffect(() => {
    const place: Place = {act, hear: (event) => (latest.current ? latest.current(event) : false)};
    listening.push(place);
    return () => void listening.splice(listening.indexOf(place), 1);
  }, [act]);
}

// Where people write text, keys without Ctrl that make text are text.
export function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select');
}

// While a key is being chosen (help), the next one is nobody else's.
let chosen: ((key: string) => void) | undefined;
export function chooseKey(choose: ((key: string) => void) | undefined) {
  chosen = choose;
}

const plain = new Set<string>(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Delete', 'Enter', ' ']);

export function dispatchKey(event: KeyboardEvent): boolean {
  const key = keyOf(event);
  if (event.repeat && key === 'Enter') { // held down it would pay, and go on to the next customer
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  if (chosen && !['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) {
    event.preventDefault();
    event.stopPropagation();
    const choose = chosen;
    chosen = undefined;
    choose(key);
    return true;
  }
  const box = event.target instanceof HTMLElement && event.target.id === 'box';
  const emptyBox = box && (event.target as HTMLInputElement).value === '';
  const text = key.length === 1 || plain.has(key);
  if (writing(event.target) && text && !emptyBox) return false; // the box itself hears Enter
  if (event.target instanceof HTMLElement && event.target.closest('button, a, [type=checkbox], [type=radio], summary') && (key === 'Enter' || key === ' ')) {
    return false; // it is pressed
  }
  for (let i = listening.length; i-- > 0; ) {
    const place = listening[i]!;
    if (keys.value[place.act] === key && place.hear(event) !== false) {
      event.preventDefault();
      return true;
    }
  }
  return false;
}
