// The store manager's pages.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

describe('the store', () => {
  let service;
  let card;
  before(async () => {
    service = await Service.begin();
    ({card} = await service.member());
    await service.spend(card, 123450);
    await service.done('card.block', {card, reason: 'lost'});
    await service.done('card.replace', {card});
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  // By the key that stands on the tab.
  async function open(till, tab) {
    await till.press('Control+m');
    const key = till.page.locator('.tab', {hasText: tab}).locator('kbd');
    await key.waitFor();
    await till.press(await key.innerText());
    await till.page.locator('.tab.on', {hasText: tab}).waitFor();
  }

  test('the day in figures', async () => {
    const till = await Cashier.at(service);
    await till.press('Control+m');
    await till.sees('.figures', '1,234.50');
    await till.sees('.figures', '12'); // points
    await till.sees('.facts', '1,234.50');
    await till.page.getByRole('button', {name: '日期 −1'}).click();
    await till.sees('.figures', '0.00');
    await till.press('Escape');
    await till.sees('.empty h2', '可以开始了');
    await till.leave();
  });

  test('R1: the month\'s registry names the cards issued and replaced, masked', async () => {
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '登记册');
    await till.sees('tbody tr', '新发卡');
    await till.sees('tbody tr', '补卡');
    await till.sees('tbody tr', `**** ${card.slice(-4)}`);
    assert.ok(!(await till.page.content()).includes(card));
    await till.leave();
  });

  test('G1: a gift goes on the poster, and is offered at the till', async () => {
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '礼品单');
    const {page} = till;
    await page.getByRole('button', {name: '添加礼品'}).click();
    await page.getByLabel('礼品号').fill('G7');
    await page.getByLabel('礼品', {exact: true}).fill('香氛蜡烛');
    await page.getByLabel('所需积分').fill('8');
    await page.getByLabel('库存').fill('x');
    await page.getByRole('button', {name: /保存/}).click();
    await till.sees('.field.wrong .hint', '整数');
    await page.getByLabel('库存').fill('12');
    await page.getByRole('button', {name: /保存/}).click();
    await till.sees('.notice.good', '香氛蜡烛');
    await till.sees('tbody tr', '兑换中');
    await till.press('Escape', 'Escape');
    await till.press('F8');
    await till.sees('.gift', '香氛蜡烛');
    const {result} = await service.call('gift.list', {});
    assert.deepEqual(result.gifts.map((g) => [g.id, g.points, g.stock]), [['G7', 8, 12]]);
    await till.leave();
  });

  test('a cashier sees the poster and changes nothing', async () => {
    const till = await Cashier.at(service);
    await open(till, '礼品单');
    await till.sees('.note', '只有店长能修改');
    assert.equal(await till.page.getByRole('button', {name: '添加礼品'}).count(), 0);
    await till.leave();
  });

  test('X: a blocked card at the till is an anomaly that the manager sees', async () => {
    const {card: lost} = await service.member({surname: '钱'});
    await service.done('card.block', {card: lost, reason: 'stolen'});
    const till = await Cashier.at(service, {operator: '2001'});
    await till.scan(lost);
    await till.enter('100.00');
    await till.sees('.warnings', '挂失');
    await till.sees('.due .big', '100.00');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await open(till, '异常');
    await till.sees('.cards li', lost.slice(-4));
    await till.leave();
  });

  test('staff: a colleague is added with a PIN, and may be turned off', async () => {
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '员工');
    const {page} = till;
    await page.getByRole('button', {name: '添加员工'}).first().click();
    await page.getByLabel('工号', {exact: true}).fill('1007');
    await page.getByLabel('新密码（6 位数字）').fill('482913');
    await page.locator('.editor').getByRole('button', {name: /添加员工/}).click();
    await till.sees('.notice.good', '1007');
    await till.sees('tbody tr', '已设密码');
    await page.getByRole('button', {name: '停用 1007'}).click();
    await till.sees('tbody tr', '已停用');
    await till.leave();
  });

  test('R3: whose PIN is changed signs in anew; with a PIN the manager is asked for it again', async () => {
    const cashier = await Cashier.at(service, {operator: '1001'});
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '员工');
    await till.page.getByRole('button', {name: '设密码 1001'}).click();
    await till.page.getByLabel(/新密码/).fill('593027');
    await till.press('Enter');
    await till.sees('.notice.good', '1001');
    await cashier.page.locator('.login').waitFor();
    await cashier.page.getByLabel('工号', {exact: true}).fill('1001');
    await cashier.page.getByLabel('密码').fill('593028');
    await cashier.press('Enter');
    await cashier.sees('.failed', '密码');
    await cashier.page.getByLabel('密码').fill('593027');
    await cashier.press('Enter');
    await cashier.page.locator('#box').waitFor();
    await cashier.leave();
    await till.leave();
  });

  test('the policy in force, and the books verified', async () => {
    const till = await Cashier.at(service, {operator: '2001', language: 'en'});
    await open(till, /^(政策|Policy)/);
    await till.sees('.facts', '10% off');
    await till.sees('.facts', '2,000.00 in 6 months');
    await till.page.getByRole('button', {name: 'Verify the books'}).click();
    await till.sees('.notice.good', 'The books are right');
    await till.leave();
  });

  test('what waits for head office is counted, and never green; its page has a key like each of them', async () => {
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '总部');
    await till.sees('.facts', '待上传');
    await till.press('Escape');
    await till.page.locator('.chip').click();
    await till.sees('.facts', '待上传');
    assert.match(await till.page.locator('.chip').getAttribute('class'), /offline/);
    await till.leave();
  });

  test('a scan on a report goes to the till: no customer waits for a report', async () => {
    const {card: next} = await service.member({surname: '冯'});
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '月报');
    await till.scan(next);
    await till.sees('.card h2', '冯女士');
    await till.leave();
  });
});
