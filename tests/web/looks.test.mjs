// Every screen in both languages at both widths: a picture is kept, axe-core finds nothing, and nothing
// is wider than the screen.

import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser, phone, till as desk} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

const texts = {
  'zh-CN': {surname: '姓', poster: '礼品单', staff: '员工', data: /^会员资料/},
  en: {surname: 'Surname', poster: 'Gift poster', staff: 'Staff', data: /^Their data/},
};

describe('looks', {concurrency: 2}, () => {
  let service;
  let born;
  let receipt;
  before(async () => {
    service = await Service.begin();
    const offer = {first_day: '2026-01-01', last_day: '2199-12-31'};
    for (const [id, name, points, stock] of [['G1', '护手霜 50 ml', 10, 40], ['G2', '香水小样', 3, 200], ['G3', '旅行化妆箱', 30, 3], ['G4', '香氛蜡烛', 18, 0]]) {
      await service.done('gift.put', {gift: {id, name, points, stock, ...offer}});
    }
    born = await service.member({surname: '王', birthday: '1990' + service.today().slice(4)});
    await service.spend(born.card, 128000);
    receipt = `SPENT-${service.receipts}`;
    const lost = await service.member({surname: '李', form: 'mr'});
    await service.done('card.block', {card: lost.card, reason: 'lost'});
    await service.done('sale.commit', {lane: 9, receipt_no: 'BLOCKED-1', card: lost.card, expected_paid: 5000, lines: [{sku: 'X', qty: 1, unit_price: 5000}]});
    await service.done('card.replace', {card: lost.card});
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  for (const language of ['zh-CN', 'en']) {
    for (const [width, size] of [['till', desk], ['phone', phone]]) {
      test(`${language}, ${width}`, async () => {
        const till = await Cashier.at(service, {language, size, operator: '2001'});
        const wide = width === 'phone';
        const look = (name) => till.look(`${name}.${language}.${width}`, {wide});
        const {page} = till;
        const settle = () => page.waitForTimeout(150);

        await look('1-ready');
        await till.enter('2*129.00');
        await till.enter('688.00');
        await settle();
        await look('2-basket');
        await till.scan(born.card);
        await till.sees('.card h2', language === 'en' ? 'Ms Wang' : '王女士');
        await till.press('/');
        await till.press('F3');
        await till.sees('.panel h2', '');
        await settle();
        await look('3-coupon');
        await till.enter('120');
        await till.sees('.way', '');
        await till.press('F2');
        await settle();
        await look('4-member');
        if (!wide) { // all that there is to say is seen at once
          const hidden = await page.locator('.customer').evaluate((e) => e.scrollHeight - e.clientHeight);
          if (hidden > 0) till.violations.push(`${language}: ${hidden} pixels of what to say to the customer are out of sight`);
        }
        await till.scan('134567890123456789');
        await till.sees('.notice.bad', '');
        await look('5-refused');
        await till.press('Escape');
        for (const [key, name] of [['F8', 'redeem'], ['F9', 'care'], ['F6', 'return'], ['Insert', 'item'], ['F1', 'help'], ['F10', 'sync']]) {
          await till.press(key);
          await settle();
          await look('6-' + name);
        }
        await till.press('F9');
        const offers = await page.locator('.offers .button').count();
        for (let i = 0; i < offers; ++i) {
          await page.locator('.offers .button').nth(i).click();
          await settle();
          await look(`7-care-${i + 1}`);
          await till.press('Escape');
          await settle();
        }
        await page.getByRole('button', {name: texts[language].data}).click();
        await till.sees('.facts', '');
        const rights = await page.locator('.offers .button').count();
        for (let i = 0; i < rights; ++i) {
          if (i === 0) await look('7-data');
          await page.locator('.offers .button').nth(i).click();
          await settle();
          await look(`7-data-${i + 1}`);
          await till.press('Escape');
          await settle();
        }
        await till.press('Escape', 'Escape');
        await till.press('F6');
        await till.scan(receipt);
        await till.sees('.back li', '');
        await look('8-return');
        await till.press('Escape');
        await till.sees('.basket', '');
        await page.locator('.pay:enabled').waitFor();
        await till.pay();
        await till.sees('.total.done', '');
        await look('9-done');
        await till.press('F7');
        await till.sees('.paper', '');
        await look('9-receipt');
        await till.press('Escape', 'Enter', 'F4');
        await page.getByLabel(texts[language].surname, {exact: true}).waitFor();
        await look('9-issue');
        await page.locator('details').evaluate((d) => { d.open = true; d.scrollIntoView(false); });
        await look('9-issue-more');
        await till.press('Escape');

        await till.press('Control+m');
        const tabs = page.locator('.store .tab');
        for (let i = 0; i < await tabs.count(); ++i) {
          await tabs.nth(i).click();
          await page.locator('.sheet [role=status]').waitFor({state: 'detached'});
          await settle();
          await look(`store-${i + 1}`);
        }
        await page.locator('.tab', {hasText: texts[language].poster}).click();
        await page.locator('.sheet header .button.main').click();
        await look('store-4-edit');
        await page.locator('.tab', {hasText: texts[language].staff}).click();
        await page.locator('.sheet header .button.main').click();
        await look('store-6-add');
        await till.press('Escape');
        await till.press('Control+l');
        await page.locator('.login').waitFor();
        await look('0-sign-in');
        await till.leave();
      });
    }
  }

  test('the customers\' display', async () => {
    const till = await Cashier.at(service);
    const display = new Cashier();
    display.violations = till.violations;
    display.page = await till.context.newPage();
    await display.page.goto(service.address + '/display');
    await display.page.waitForTimeout(200);
    await display.look('display-1-welcome');
    await till.page.bringToFront();
    await till.scan(born.card);
    await till.enter('258.00');
    await display.page.locator('.pay dd').waitFor();
    await display.look('display-2-sale');
    await till.leave();
  });
});
