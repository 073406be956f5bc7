// What the page weighs, and that nothing in it is from elsewhere.

import assert from 'node:assert/strict';
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
