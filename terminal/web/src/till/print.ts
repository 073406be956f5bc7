// Print: a receipt goes to the printer by itself when a sale is done; a printer that fails never
// touches the sale. Where there is no printer of ours the browser prints what is on the screen.

import {call} from '../lib/call';
import {who} from '../lib/session';
import {tell} from './notice';

export type Paper = {receipt_no: string} | {seq: number};

// `asked`: the cashier pressed the key, and is told how it went.
export async function print(paper: Paper, {asked}: {asked: boolean}): Promise<void> {
  const answer = await call('receipt.print', {...paper, lane: who.value?.lane ?? '1'});
  if (answer.kind === 'ok' && answer.result.was_printed) {
    if (asked) tell({tone: 'good', word: answer.result.copy ? 'print.copy' : 'print.done'});
    return;
  }
  const noPrinter = answer.kind === 'ok' || (answer.kind === 'error' && answer.code === 'not_found');
  if (noPrinter) {
    if (asked) window.print();
  } else if (answer.kind !== 'unknown') {
    tell({tone: 'warn', message: answer.message});
  }
}
