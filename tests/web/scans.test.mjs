// The scans of tests/data/scans.json, as a scanner's keys reach the page: the same vectors as for the
// scanners that the service reads itself (tests/terminal/devices/scanner_test.cpp).

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

const {keys, pad, scans} = JSON.parse(readFileSync(new URL('../data/scans.json', import.meta.url), 'utf8'));

describe('scanners that are keyboards', () => {
  let service;
  before(async () => {
    service = await Service.begin();
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  // What the page asks the service about, once `act` is done.
  async function asked(till, act) {
    const request = till.page.waitForRequest((r) => r.url().endsWith('/v1/scan'));
    await act();
    const {raw} = (await request).postDataJSON();
    await (await request).response();
    return raw;
  }

  // Under an input method no letter arrives as a letter: only which key it was.
  async function underInputMethod(till, text, table) {
    const codes = [...text].map((c) => {
      const {browser, shift} = table.find((key) => key.character === c);
      return [browser, shift];
    });
    await till.page.waitForTimeout(350); // whoever typed before has stopped
    await till.page.evaluate((all) => {
      const box = document.getElementById('box');
      const press = (code, shiftKey) => box.dispatchEvent(new KeyboardEvent('keydown', {
        code, shiftKey, key: 'Process', keyCode: 229, isComposing: true, bubbles: true, cancelable: true}));
      for (const [code, shift] of all) {
        if (shift) press('ShiftLeft', true);
        press(code, shift);
      }
      press('Enter', false);
    }, codes);
  }

  test('every scan, by its letters and by its physical keys under a Chinese input method', async () => {
    assert.equal(keys.length, 95); // all of printable ASCII
    assert.equal(scans.length, 11);
    const till = await Cashier.at(service);
    for (const {name, text} of scans) {
      assert.equal(await asked(till, () => till.scan(text)), text, name);
      assert.equal(await asked(till, () => underInputMethod(till, text, keys)), text, `${name}, by physical keys`);
      await till.press('Escape', 'Escape');
    }
    const digits = '0123456789';
    assert.equal(await asked(till, () => underInputMethod(till, digits, pad)), digits, 'the number pad');
    assert.equal(await till.page.locator('#box').inputValue(), '');
    await till.leave();
  });

  test('a card under a Chinese input method is its member', async () => {
    const {card} = await service.member();
    const till = await Cashier.at(service);
    await underInputMethod(till, card, keys);
    await till.sees('.card h2', '王女士');
    await till.leave();
  });
});
