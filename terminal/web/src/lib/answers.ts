// Answers: the shapes of what the service says, by the names that the page has for them (/openapi.json).

import type {Schema} from './api';

export interface Session {
  operator: string;
  role: string;
  lane?: string;
  idle_seconds: number;
  asleep?: boolean;
  store?: string;
  training?: boolean;
}
export type Notice = Schema<'Notice'>;
export type Quote = Schema<'PromptedQuote'>;
export type Way = Quote['choice'];
export type Committed = Schema<'Committed'>;
export type SaleShown = Schema<'SaleShown'>;
export type Returned = Schema<'Returned'>;
export type CardShown = Schema<'CardShown'>;
export type NewCard = Schema<'NewCard'>;
export type Scanned = Schema<'Scanned'>;
export type Gift = Schema<'GiftShown'>;
export type MemberShown = Schema<'MemberShown'>;
export type SyncStatus = Schema<'SyncStatus'>;
export type Status = Schema<'Status'>;
export type Tally = Schema<'Tally'>;
export type QuotedLine = Schema<'QuotedLine'>;
