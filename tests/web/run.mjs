// All of it in one process, with one browser.

import {after} from 'node:test';
import {closeBrowser} from './harness/browser.mjs';

const all = ['weight', 'sale', 'card', 'trouble', 'paper', 'store', 'month', 'office', 'looks'];
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : all) await import(`./${name}.test.mjs`);
after(closeBrowser);
