// Answers: the shapes of what the service says, as far as the page reads them (/openapi.json).

import type {Facts} from './call';
import type {Message} from './lang';
import type {Fen} from './money';

export interface Notice {
  clause: string;
  word: string;
  message: Message;
  facts: Facts;
}
export interface Session {
  operator: string;
  role: string;
  lane?: string;
  idle_seconds: number;
  asleep?: boolean;
  store?: string;
  training?: boolean;
}
export type Way = 'member' | 'coupon';
export interface QuotedLine {
  sku: string;
  gross: Fen;
  reduction: Fen;
  paid: Fen;
  clause: string;
}
export interface Quote {
  card?: string;
  member?: {address: Message; since: string; last_day: string};
  choice: Way;
  recommended: Way;
  alternatives?: {choice: Way; paid: Fen}[];
  rate?: {clause: string; pays: string};
  lines: QuotedLine[];
  gross: Fen;
  reduction: Fen;
  paid: Fen;
  points?: {
    before: number;
    accumulated: number;
    earned: number;
    after: number;
    carry_before: Fen;
    carry_after: Fen;
  };
  prompts: Notice[];
  warnings: Notice[];
}
export interface Committed extends Quote {
  sale: string;
  receipt_no: string;
  receipt: string;
}
export interface CardShown {
  card: string;
  state: 'blank' | 'active' | 'blocked' | 'replaced' | 'expired' | 'closed';
  reason?: string;
  issued: string;
  last_day: string;
  replaced_by?: string;
  renewed_by?: string;
  member: {address?: Message; phone?: string};
  points?: {balance: number; here: number; accumulated: number; owed: number; carry: Fen};
  spend?: Fen;
  redeemable?: number;
  handbook: boolean;
}
export interface Scanned {
  class: string;
  label: Message;
  message: Message;
  known?: boolean;
  check_digit?: string;
  fields: {name: string; label: Message; value: string | Message}[];
}
export interface Gift {
  id: string;
  name: string;
  points: number;
  stock: number;
  first_day: string;
  last_day: string;
  on_offer?: boolean;
}
export interface Redeemed {
  card: string;
  gift: Gift;
  points: {before: number; spent: number; after: number; here: number};
}
export interface SaleShown {
  sale: string;
  receipt_no: string;
  day: string;
  at: string;
  operator?: string;
  lane?: string;
  card?: string;
  lines: (QuotedLine & {name?: string; qty: number; unit_price: Fen; returned: number})[];
  gross: Fen;
  reduction: Fen;
  paid: Fen;
  refunded: Fen;
  net: Fen;
  points?: {earned: number};
  used_as_proof: boolean;
}
export interface Returned {
  sale: string;
  refund: Fen;
  lines: {line: number; qty: number; refund: Fen}[];
  points?: {before: number; taken: number; after: number; owed: number};
  receipt: string;
}
export interface NewCard {
  card: string;
  token: string;
  last_day: string;
  address: Message;
  clause?: string;
  points: {balance: number; carry: Fen};
  prompts: Notice[];
}
export interface CardAct {
  card: string;
  state: string;
  last_day: string;
  outcome?: string;
}
export interface MemberFound {
  person: number;
  member: boolean;
  address?: Message;
  name?: string;
  phone?: string;
  form?: string;
  masked: boolean;
  cards: {card: string; state: string; issued: string; last_day: string}[];
}
export interface SyncStatus {
  enrolled: boolean;
  office?: string;
  last: number;
  acked: number;
  safe: number;
  waiting: number;
  waiting_since?: string;
  heard_at?: string;
  running?: boolean;
  next_at?: string;
  last_error?: {code?: string; word?: string; message?: Message} | null;
}
export interface Status {
  store: string;
  training: boolean;
  date: string;
  time: string;
  zone: string;
  journal: number;
  policy_version: number;
  locked: boolean;
  enrolled: boolean;
  waiting: number;
  lines: {what: string; state: 'ok' | 'note' | 'warning' | 'error'; message: Message}[];
}
export interface Tally {
  sales: number;
  member_sales: number;
  gross: Fen;
  reduction: Fen;
  paid: Fen;
  returns: number;
  refunded: Fen;
  net: Fen;
  points: {earned: number; taken: number; redeemed: number; corrected: number};
  redemptions: number;
  corrections: number;
  cards: {issued: number; blocked: number; replaced: number; renewed: number; closed: number};
  anomalies: number;
  events: number;
}
