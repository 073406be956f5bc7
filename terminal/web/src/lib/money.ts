// Money: fen, whole numbers, and how people read and write them. No figure is ever a fraction.

export type Fen = number;

export const largestPrice: Fen = 100_000_000_000; // A20

// 123450 -> "1,234.50"; -5 -> "-0.05"
export function yuan(fen: Fen): string {
  const size = Math.abs(fen);
  const whole = Math.trunc(size / 100).toString();
  const cents = (size % 100).toString().padStart(2, '0');
  return (fen < 0 ? '-' : '') + whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + '.' + cents;
}

// "1,234.5" -> 123450. Nothing for what is no amount, has a third decimal, or is too much.
export function readYuan(text: string): Fen | undefined {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:[.。](\d{0,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const whole = match[1]!.replaceAll(',', '');
  if (whole.length > 12) return undefined;
  const fen = Number(whole) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return fen <= largestPrice ? fen : undefined;
}

// 1234567 -> "1,234,567": points, pieces.
export function count(value: number): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export function signed(value: number): string {
  return value > 0 ? '+' + count(value) : count(value);
}
