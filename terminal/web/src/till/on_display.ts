// What is sent to the customers' display, and on which channel.

import type {Message} from '../lib/lang';
import type {Fen} from '../lib/money';

export interface OnDisplay {
  address?: Message;
  lines: {name: string; qty: number; paid?: Fen; gross: Fen}[];
  gross?: Fen;
  reduction?: Fen;
  paid?: Fen;
  pays?: string;
  birthday: boolean;
  points?: {before: number; earned: number; after: number};
  balance?: number;
  // Sentences for the customer: not those for the cashier alone.
  say: Message[];
  done: boolean;
}

export const channelName = 'vip.display';
