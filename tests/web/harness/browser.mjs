// Debian's Chromium, and a cashier who has a keyboard, a scanner and a mouse.

import assert from 'node:assert/strict';
import {mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import {difference} from './contract.mjs';

// A scanner's keys are those of a US keyboard.
const vectors = JSON.parse(readFileSync(new URL('../../data/scans.json', import.meta.url), 'utf8'));
const scannerKeys = new Map(vectors.keys.map((key) => [key.character, key]));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.VIP_PICTURES ?? join(new URL("../pictures", import.meta.url).pathname);
mkdirSync(pictures, {recursive: true});

export const till = {width: 1024, height: 768};
export const phone = {width: 390, height: 844};

export const browserOptions = {
  executablePath: process.env.VIP_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
         '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};

// The one that run.mjs began, or one of this file's own.
let browser;
function theBrowser() {
  browser ??= process.env.VIP_BROWSER ? chromium.connect(process.env.VIP_BROWSER) : chromium.launch(browserOptions);
  return browser;
}
// For every `after`: a process whose browser is open never ends.
export async function closeBrowser() {
  await (await browser)?.close();
  browser = undefined;
}

export class Cashier {
  violations = [];
  unlike = [];

  // Opens the page and signs in. Nothing that the page asks for may lie outside of the service.
  static async at(service, {operator = '1001', pin = '', language = 'zh-CN', size = till} = {}) {
    const cashier = new Cashier();
    cashier.service = service;
    cashier.context = await (await theBrowser()).newContext({viewport: size, locale: 'zh-CN', timezoneId: 'UTC', reducedMotion: 'reduce'});
    cashier.page = await cashier.context.newPage();
    cashier.elsewhere = [];
    cashier.broken = [];
    cashier.page.on('request', (r) => r.url().startsWith(service.address) || cashier.elsewhere.push(r.url()));
    cashier.page.on('pageerror', (error) => cashier.broken.push(error.message));
    cashier.page.on('response', (r) => void cashier.hold(r));
    await cashier.page.addInitScript((l) => { if (!localStorage.getItem('vip.language')) localStorage.setItem('vip.language', l); }, language);
    await cashier.page.goto(service.address + '/');
    await cashier.signIn(operator, pin);
    return cashier;
  }

  // An answer of the door, to what was promised of it.
  async hold(response) {
    const path = new URL(response.url()).pathname;
    if (!path.startsWith('/v1/')) return;
    const said = await response.json().catch(() => undefined); // the page may be gone
    const differs = said && difference(path, response.status(), response.headers()['content-type'], said);
    if (differs) this.unlike.push(differs);
  }

  async signIn(operator, pin = '') {
    await this.page.locator('.login input').first().waitFor();
    await this.page.locator('.login input').first().fill(operator);
    if (pin) await this.page.locator('.login input[type=password]').fill(pin);
    await this.page.keyboard.press('Enter');
    await this.page.locator('#box').waitFor();
  }

  // As people type: slower than any scanner.
  async type(text) {
    await this.page.keyboard.type(text, {delay: 60});
  }
  // As scanners type: a key each 5 ms, and Enter; the keys bear the times at which a scanner would have
  // sent them, however busy this machine is.
  async scan(text) {
    await this.page.waitForTimeout(365 + 5 * (text.length + 1)); // whoever typed before has stopped
    this.keyboard ??= await this.context.newCDPSession(this.page);
    const step = 0.005;
    let at = Date.now() / 1000 - step * (text.length + 1);
    const sent = [];
    const send = (type, key, code, modifiers, more = {}) =>
      sent.push(this.keyboard.send('Input.dispatchKeyEvent', {type, key, code, modifiers, timestamp: at, ...more}));
    for (const character of text) {
      at += step;
      const {browser: code, shift} = scannerKeys.get(character);
      const modifiers = shift ? 8 : 0;
      if (shift) send('keyDown', 'Shift', 'ShiftLeft', 8);
      send('keyDown', character, code, modifiers, {text: character, windowsVirtualKeyCode: /^(?:Key|Digit)(.)$/.exec(code)?.[1].charCodeAt(0)});
      send('keyUp', character, code, modifiers);
      if (shift) send('keyUp', 'Shift', 'ShiftLeft', 0);
    }
    at += step;
    send('keyDown', 'Enter', 'Enter', 0, {text: '\r', windowsVirtualKeyCode: 13});
    send('keyUp', 'Enter', 'Enter', 0);
    await Promise.all(sent);
  }
  async press(...keys) {
    for (const key of keys) {
      await this.page.waitForTimeout(60);
      await this.page.keyboard.press(key);
    }
  }
  async enter(text) {
    await this.type(text);
    await this.press('Enter');
  }

  // Paid: Enter, once the price is there that Enter would take.
  async pay() {
    await this.page.locator('.pay:enabled').waitFor();
    await this.press('Enter');
  }

  async sees(selector, text) {
    const found = this.page.locator(selector).filter({hasText: text}).first();
    try {
      await found.waitFor({timeout: 20000});
    } catch {
      const all = await this.page.locator(selector).allInnerTexts();
      const notices = await this.page.locator('.notice').allInnerTexts();
      await this.page.screenshot({path: join(pictures, `failed-${process.pid}.png`), fullPage: true});
      assert.fail(`no ${selector} says ${text}; they say ${JSON.stringify(all)}; notices ${JSON.stringify(notices)}`);
    }
  }
  async text(selector) {
    return (await this.page.locator(selector).first().innerText()).replaceAll(/\s+/g, ' ').trim();
  }
  due() {
    return this.text('.due .big');
  }

  // No violation of WCAG 2.2 AA or of axe's own good practice, nothing wider than the screen, no button
  // whose words are cut off, and a picture to look at.
  async look(name, {wide = false} = {}) {
    await this.page.screenshot({path: join(pictures, `${name}.png`), fullPage: wide});
    const wider = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wider > 0) this.violations.push(`${name}: ${wider} pixels wider than the screen`);
    const cut = await this.page.evaluate(() => [...document.querySelectorAll('button, h2, .prompts li, .warnings li, label')]
      .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && getComputedStyle(e).overflowX !== 'visible').map((e) => e.textContent));
    if (cut.length > 0) this.violations.push(`${name}: cut off: ${cut.join(' | ')}`);
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(axeSource);
    const {violations} = await this.page.evaluate(
      () => globalThis.axe.run(document, {resultTypes: ['violations'], preload: false}));
    for (const v of violations) {
      this.violations.push(`${name}: ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
    }
  }

  // The next `times` requests to `path` get no answer: they never arrive, or they do (`reached`) and
  // what is said is lost. `meanwhile` happens before the page notices. Until the page is loaded anew.
  async lose(path, {times = Infinity, reached = false, meanwhile} = {}) {
    const name = `meanwhile${Math.random().toString(36).slice(2)}`;
    await this.page.exposeFunction(name, meanwhile ?? (() => {}));
    await this.page.evaluate(({path, times, reached, name}) => {
      const send = globalThis.fetch;
      let left = times ?? Infinity; // Infinity does not travel
      globalThis.fetch = async (to, options) => {
        if (!String(to).endsWith(path) || left <= 0) return send(to, options);
        --left;
        if (reached) await send(to, options);
        await globalThis[name]();
        throw new TypeError('Failed to fetch');
      };
    }, {path, times: Number.isFinite(times) ? times : null, reached, name});
  }

  async leave() {
    assert.deepEqual(this.elsewhere, [], 'the page asks nobody but its service');
    assert.deepEqual(this.broken, [], 'no error in the page');
    assert.deepEqual(this.violations, [], 'axe-core finds nothing');
    assert.deepEqual(this.unlike, [], 'every answer is as /openapi.json says');
    await this.context.close();
  }
}
