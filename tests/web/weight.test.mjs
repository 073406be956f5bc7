// What stands in the page before anybody opens it: what it weighs, that nothing in it is from
// elsewhere, and which text of consent it shows.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';

const dist = new URL('../../terminal/web/dist/', import.meta.url);
const files = ['index.html', 'display.html', ...readdirSync(new URL('assets', dist)).map((name) => `assets/${name}`)];

test('under 80 KB compressed, both pages together', () => {
  const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, dist))).length, 0);
  assert.ok(bytes < 80 * 1024, `${bytes} bytes`);
});

test('no address of anybody else', () => {
  for (const name of files) {
    const text = readFileSync(new URL(name, dist), 'utf8');
    const addresses = (text.match(/https?:\/\/[^\s"'`)]+/g) ?? []).filter((a) => !a.startsWith('http://www.w3.org/'));
    assert.deepEqual(addresses, [], name);
  }
});

test('R4: a text of consent that changes has another version', () => {
  const source = (path) => readFileSync(new URL(`../../terminal/web/src/${path}`, import.meta.url), 'utf8');
  const shown = source('lib/words_till.ts').split('\n').filter((line) => /^  'issue\.(consent|consent\.text|guardian\.text)':/.test(line));
  assert.equal(shown.length, 3);
  const print = createHash('sha256').update(shown.join('\n')).digest('hex').slice(0, 16);
  const version = /consentText = '(.*)'/.exec(source('till/consent.ts'))[1];
  // Another print: the next version, and both of them here.
  assert.deepEqual([version, print], ['2026-11', '42180127ca232d00']);
});
