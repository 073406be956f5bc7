// Products: names and prices of what was rung up before on this till, by their barcode. A till of its
// own has no other list; an integrated one sends its lines itself and never opens this page's basket.

import type {Fen} from '../lib/money';
import type {Line} from './sale';

interface Product {
  name: string;
  price: Fen;
}
const kept = 'vip.products';
const most = 5000;

function all(): Record<string, Product> {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? '{}') as Record<string, Product>;
  } catch {
    return {};
  }
}

export function productOf(sku: string): Product | undefined {
  return all()[sku];
}

export function learnProduct(line: Line) {
  if (!/^\d{8,14}$/.test(line.sku)) return;
  const {[line.sku]: _, ...others} = all();
  const list = Object.entries(others).slice(-(most - 1));
  localStorage.setItem(kept, JSON.stringify({...Object.fromEntries(list), [line.sku]: {name: line.name, price: line.price}}));
}
