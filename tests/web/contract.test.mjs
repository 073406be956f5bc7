// The description of the service for programs: a linter finds nothing to say about it. That the
// service does as it says is held against every answer in all of these tests (harness/contract.mjs).

import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const {createConfig, lint} = createRequire(new URL('../../terminal/web/package.json', import.meta.url))('@redocly/openapi-core');

test('/openapi.json is in order', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    rules: {
      'no-invalid-media-type-examples': 'off', // they say only what matters of an answer; tests/terminal/service replays them
      'operation-4xx-response': 'off', // `default` is there for each
    },
  });
  const ref = fileURLToPath(new URL('../../terminal/service/openapi.json', import.meta.url));
  const found = await lint({ref, config});
  assert.deepEqual(found.map((f) => `${f.ruleId}: ${f.message} ${f.location[0]?.pointer}`), []);
});
