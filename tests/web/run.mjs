// Every file of tests in a process of its own, a few at a time, all of them with one browser: most of a
// test's time is people's slowness, during which another one can use the machine.
//
//   node run.mjs [NAME ...]     only these, such as: node run.mjs sale card

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import {chromium} from 'playwright-core';
import {browserOptions} from './harness/browser.mjs';

const atATime = process.env.VIP_WEB_JOBS ?? '3';
const names = process.argv.slice(2);
const files = readdirSync('.').filter((file) => file.endsWith('.test.mjs'))
                              .filter((file) => names.length === 0 || names.includes(file.split('.')[0]));

const browser = await chromium.launchServer(browserOptions);
const tests = spawn(process.execPath, ['--test', `--test-concurrency=${atATime}`, '--test-reporter=spec', ...files],
                    {stdio: 'inherit', env: {...process.env, VIP_BROWSER: browser.wsEndpoint()}});
const [code] = await once(tests, 'exit');
await browser.close();
process.exitCode = code ?? 1;
