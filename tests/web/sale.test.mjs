// A sale at the till: by scanner and keyboard alone, and by mouse.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

describe('a sale', () => {
  let service;
  let wang;
  before(async () => {
    service = await Service.begin();
    wang = await service.member();
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  test('D1, S2, P1: scan the card, ring up, Enter: no tap at all', async () => {
    const till = await Cashier.at(service);
    await till.scan(wang.card);
    await till.sees('.card h2', '王女士');
    await till.enter('2*129.00');
    await till.sees('.due .big', '232.20'); // 258.00 at 0.90
    await till.sees('.row .why', 'D1');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.sees('.points-now', '0 +2 → 2');
    await till.sees('.sign', '签名');
    const receipt = /S01-1-\d{12}/.exec(await till.text('.stamp'))[0];
    const {result} = await service.call('sale.show', {receipt_no: receipt});
    assert.equal(result.paid, 23220);
    assert.equal(result.operator, '1001');
    assert.equal(result.lane, '1');
    await till.press('Enter');
    await till.sees('.empty h2', '可以开始了');
    await till.leave();
  });

  test('S1, S4: the cashier is told to ask for the card, and what is missing for one', async () => {
    const till = await Cashier.at(service, {language: 'en'});
    await till.sees('.card.ask h2', 'Do you have a member card?');
    await till.enter('880.00');
    await till.sees('.prompts .loud', '120.00 more today makes this customer a VIP');
    await till.enter('300.00');
    await till.sees('.prompts .loud', 'enough for a card');
    await till.leave();
  });

  test('D5: a line on promotion says why it has no member rate', async () => {
    const till = await Cashier.at(service);
    await till.scan(wang.card);
    await till.enter('100.00');
    await till.enter('50.00');
    await till.press('/');
    await till.sees('.row.on .why', 'D5');
    await till.sees('.due .big', '140.00'); // 90.00 + 50.00
    await till.press('ArrowUp', '+');
    await till.sees('.due .big', '230.00'); // 180.00 + 50.00
    await till.press('Delete');
    await till.sees('.due .big', '50.00');
    await till.leave();
  });

  test('D6: member price and coupon side by side, and the customer chooses', async () => {
    const till = await Cashier.at(service);
    await till.scan(wang.card);
    await till.enter('258.00');
    await till.press('F3');
    await till.enter('50');
    await till.sees('.way', '232.20');
    await till.sees('.way.on', '208.00'); // recommended, because cheaper
    await till.sees('.way.on', '更省');
    await till.sees('.row .why', 'D6');
    await till.press('ArrowLeft');
    await till.sees('.way.on', '232.20');
    await till.sees('.due .big', '232.20');
    await till.press('ArrowRight', 'ArrowLeft', 'ArrowRight');
    await till.sees('.due .big', '208.00');
    await till.page.waitForTimeout(200);
    await till.pay();
    await till.sees('.total.done .due .big', '208.00');
    await till.leave();
  });

  test('D3: the birthday rate only once the cashier has seen the document', async () => {
    const born = await service.member({surname: '李', form: 'mr', birthday: '1990' + service.today().slice(4)});
    const till = await Cashier.at(service);
    await till.scan(born.card);
    await till.sees('.birthday', '今天生日');
    await till.enter('258.00');
    await till.sees('.due .big', '232.20');
    await till.press('F2');
    await till.sees('.due .big', '154.80');
    await till.sees('.card .rate', '6 折');
    await till.press('F2');
    await till.sees('.due .big', '232.20');
    await till.leave();
  });

  test('by mouse: the same sale, every button', async () => {
    const till = await Cashier.at(service, {language: 'en'});
    const {page} = till;
    await till.scan(wang.card);
    await page.getByRole('button', {name: /^Item/}).click();
    await page.getByLabel('Price of one, yuan').fill('129.00');
    await page.getByLabel('Name').fill('护手霜');
    await page.getByRole('radio', {name: 'Promotion'}).check();
    await page.getByRole('button', {name: /Add to basket/}).click();
    await till.sees('.row.on b', '护手霜');
    await till.sees('.due .big', '129.00');
    await page.getByRole('button', {name: /Mark special/}).click();
    await page.getByRole('button', {name: /Mark regular/}).click();
    await till.sees('.due .big', '116.10');
    await page.getByRole('button', {name: /One more/}).click();
    await till.sees('.due .big', '232.20');
    await page.getByRole('button', {name: /One fewer/}).click();
    await till.sees('.due .big', '116.10');
    await page.getByRole('button', {name: /Paid, finish/}).click();
    await till.sees('.total.done h2', 'Done');
    await page.locator('.total.done').getByRole('button', {name: /Receipt/}).click();
    await till.sees('.paper', '116.10');
    await page.locator('.panel').getByRole('button', {name: /Back/}).click();
    await page.getByRole('button', {name: /Next customer/}).click();
    await till.sees('.empty h2', 'Ready');
    await till.leave();
  });

  test('D8: a payment code is refused in a strip, and the sale goes on', async () => {
    const till = await Cashier.at(service);
    await till.enter('100.00');
    await till.scan('134567890123456789');
    await till.sees('.notice.bad', '付款码');
    await till.scan(wang.card);
    await till.sees('.card h2', '王女士');
    assert.equal(await till.page.locator('.notice').count(), 0);
    await till.sees('.due .big', '90.00');
    await till.leave();
  });

  test('a barcode that is new asks for its price once, and is known from then on', async () => {
    const till = await Cashier.at(service);
    await till.scan('6901234567892');
    await till.sees('.panel h2', '商品');
    assert.equal(await till.page.getByLabel('条码或货号').inputValue(), '6901234567892');
    await till.page.getByLabel('品名').fill('口红');
    await till.page.getByLabel('单价（元）').fill('129');
    await till.press('Enter');
    await till.sees('.row.on b', '口红');
    await till.scan('6901234567892');
    await till.sees('.row.on .qty', '2');
    await till.sees('.due .big', '258.00');
    await till.leave();
  });

  test('a receipt that is scanned opens the return of its goods', async () => {
    const till = await Cashier.at(service);
    await till.enter('100.00');
    await till.sees('.due .big', '100.00');
    await till.sees('.prompts', '成为会员');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    const receipt = /S01-1-\d{12}/.exec(await till.text('.stamp'))[0];
    await till.scan(receipt);
    await till.sees('.panel h2', '退货');
    await till.sees('.back li', '100.00');
    await till.leave();
  });

  test('a scan is one wherever the cursor is, and leaves no trace in that field', async () => {
    const till = await Cashier.at(service);
    await till.press('Insert');
    await till.page.getByLabel('品名').focus();
    await till.type('护');
    await till.scan(wang.card);
    await till.sees('.card h2', '王女士');
    assert.equal(await till.page.locator('#box').inputValue(), '');
    await till.leave();
  });

  test('A17: a phone names who is becoming a member; the purchase counts for the card', async () => {
    const till = await Cashier.at(service);
    await till.enter('13900000001');
    await till.sees('.card.none', '139****0001');
    await till.enter('1200.00');
    await till.sees('.prompts', '已够办会员卡');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.press('F4');
    await till.sees('.panel h2', '办会员卡');
    await till.leave();
  });

  test('keys are printed on the buttons and may be changed; a taken one is refused', async () => {
    const till = await Cashier.at(service);
    await till.press('F1');
    await till.page.getByRole('button', {name: '更改：优惠券'}).click();
    await till.press('F8');
    await till.sees('.notice', 'F8 已有别的用途');
    await till.page.getByRole('button', {name: '更改：优惠券'}).click();
    await till.press('F2');
    await till.sees('.notice', 'F2 已有别的用途');
    await till.page.getByRole('button', {name: '更改：优惠券'}).click();
    await till.press('End');
    await till.press('Escape', 'Escape');
    await till.sees('.acts .button', 'End');
    await till.page.reload();
    await till.page.locator('#box').waitFor();
    await till.press('End');
    await till.sees('.panel h2', '优惠券');
    await till.leave();
  });

  test('the language changes with one tap, and the sale stays', async () => {
    const till = await Cashier.at(service);
    await till.scan(wang.card);
    await till.enter('100.00');
    await till.page.getByRole('button', {name: 'English'}).click();
    await till.sees('.card h2', 'Ms Wang');
    assert.equal(await till.page.locator('html').getAttribute('lang'), 'en');
    await till.sees('.card .rate', '10% off');
    await till.sees('.due .big', '90.00');
    await till.press('Control+k');
    await till.sees('.card h2', '王女士');
    await till.leave();
  });

  test('Esc takes the member off, twice it empties the basket', async () => {
    const till = await Cashier.at(service);
    await till.scan(wang.card);
    await till.enter('100.00');
    await till.sees('.due .big', '90.00');
    await till.press('Escape');
    await till.sees('.due .big', '100.00');
    await till.press('Escape');
    await till.sees('.empty h2', '可以开始了');
    await till.leave();
  });
});
