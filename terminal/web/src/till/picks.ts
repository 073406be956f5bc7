// Picks: on a panel that offers several things a digit in the box marks the one that bears it, and
// Enter takes it. Not the digit by itself, because amounts and phone numbers begin with one too, and
// nobody knows how slowly the next one comes.

import {signal} from '@preact/signals';
import {useLayoutEffect, useRef} from 'preact/hooks';

// What stands in the box.
export const typed = signal('');

interface Offer {
  n: number; // of things, the first of which is 1; 0: nothing is to be picked now
  pick: (index: number) => void;
}
const offers: {current: Offer}[] = [];

function indexIn(n: number, text: string): number {
  return /^[1-9]$/.test(text.trim()) && Number(text) <= n ? Number(text) - 1 : -1;
}

// The index of what is marked; -1: nothing is.
export function usePicks(n: number, pick: (index: number) => void): number {
  const latest = useRef<Offer>({n, pick});
  latest.current = {n, pick};
  useLayoutEffect(() => {
    offers.push(latest);
    return () => {
      offers.splice(offers.indexOf(latest), 1);
      if (indexIn(9, typed.value) >= 0) typed.value = '';
    };
  }, []);
  return indexIn(n, typed.value);
}

// Enter in the box. True: that was a pick.
export function picked(text: string): boolean {
  for (let i = offers.length; i-- > 0; ) {
    const {n, pick} = offers[i]!.current;
    const index = indexIn(n, text);
    if (index < 0) continue;
    pick(index);
    return true;
  }
  return false;
}

// What is printed on the thing of that index.
export function pickKey(index: number, marked: number): string {
  return index === marked ? '↵' : index < 9 ? String(index + 1) : '';
}
