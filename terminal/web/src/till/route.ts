// Route: which panel lies over the basket, and who takes what is scanned there.

import {signal} from '@preact/signals';
import {useLayoutEffect, useRef} from 'preact/hooks';
import type {Scanned} from '../lib/answers';

export type Place =
  | 'sale' | 'pick' | 'item' | 'coupon' | 'redeem' | 'return' | 'issue' | 'care' | 'receipt' | 'help' | 'sync' | 'store';

export const place = signal<Place>('sale');
// What a panel begins with: a product's code, a receipt's number.
export const given = signal('');

export function go(to: Place, with_ = '') {
  given.value = with_;
  place.value = to;
}

// True: it was for this panel.
export type Claim = (text: string, scanned: Scanned) => boolean;
const claims: {claim: Claim}[] = [];

export function useScans(claim: Claim) {
  const latest = useRef(claim);
  latest.current = claim;
  useLayoutEffect(() => {
    const entry = {claim: (text: string, scanned: Scanned) => latest.current(text, scanned)};
    claims.push(entry);
    return () => void claims.splice(claims.indexOf(entry), 1);
  }, []);
}

export function claimed(text: string, scanned: Scanned): boolean {
  return claims.at(-1)?.claim(text, scanned) ?? false;
}
