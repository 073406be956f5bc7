// The end of a month, greetings, and what became of anomalies: the manager's papers.

import assert from 'node:assert/strict';
import {buffer} from 'node:stream/consumers';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

describe('the month', () => {
  let service;
  let card;
  before(async () => {
    service = await Service.begin();
    const tomorrow = new Date(Date.parse(service.today()) + 86_400_000).toISOString().slice(5, 10);
    const birthday = tomorrow === '02-29' ? '1992-02-29' : `1990-${tomorrow}`;
    ({card} = await service.member({birthday, on: lastMonth(service.today())}));
    await service.spend('', 100, {at: `${service.today()}T10:00:00+08:00`}); // and now it is today
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  function lastMonth(today) {
    const [year, month] = today.split('-').map(Number);
    return new Date(Date.UTC(year, month - 2, 15)).toISOString().slice(0, 10);
  }

  async function open(till, tab) {
    await till.press('Control+m');
    await till.page.locator('.tab', {hasText: tab}).click();
    await till.page.locator('.tab.on', {hasText: tab}).waitFor();
  }
  async function file(till, press) {
    const [download] = await Promise.all([till.page.waitForEvent('download'), press()]);
    return {name: download.suggestedFilename(), bytes: await buffer(await download.createReadStream())};
  }

  test('R1, R2: last month is closed; its registry leaves as CSV and XLSX, masked unless told why', async () => {
    const till = await Cashier.at(service, {operator: '2001'});
    const month = lastMonth(service.today()).slice(0, 7);
    await open(till, '登记册');
    await till.page.getByRole('button', {name: '月份 −1'}).click();
    await till.sees('.status', '登记 1 张');
    await till.sees('.status', '已结');
    await till.page.getByRole('button', {name: '导出'}).click();
    const csv = await file(till, () => till.page.getByRole('button', {name: 'CSV'}).click());
    assert.equal(csv.name, `S01-registry-${month}.csv`);
    assert.ok(csv.bytes.toString().includes('138****0001'));
    assert.ok(!csv.bytes.toString().includes('13800000001'));
    await till.sees('.notice.good', csv.name);
    await till.page.getByRole('button', {name: '导出'}).click();
    await till.page.getByLabel(/原因/).fill('报送营运部');
    const xlsx = await file(till, () => till.page.getByRole('button', {name: /XLSX/}).click());
    assert.equal(xlsx.name, `S01-registry-${month}.xlsx`);
    assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');
    await till.leave();
  });

  test('S6: who has a birthday soon is greeted once', async () => {
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '问候');
    await till.sees('tbody tr', '王女士');
    await till.sees('tbody tr', '生日');
    await till.look('store-greetings.zh-CN.till');
    const list = await file(till, () => till.page.getByRole('button', {name: /导出给短信平台/}).click());
    assert.ok(list.bytes.toString().includes('13800000001'), 'whole, for the gateway');
    await till.sees('.notice.good', '已导出 1 条');
    await till.sees('.lead', '已问候 1 人');
    assert.equal(await till.page.locator('tbody tr').count(), 0);
    await till.leave();
  });

  test('X1: an anomaly is explained by the manager, with a reason', async () => {
    await service.done('card.block', {card, reason: 'lost'});
    await service.done('sale.commit', {operator: '1001', lane: 9, receipt_no: 'B-1', card, expected_paid: 5000, lines: [{sku: 'X', qty: 1, unit_price: 5000}]});
    const till = await Cashier.at(service, {operator: '2001'});
    await open(till, '异常');
    await till.sees('.cards .open', 'B-1');
    await till.page.getByRole('button', {name: /处理/}).first().click();
    await till.page.getByLabel('原因').fill('顾客拿错了旧卡');
    await till.look('store-anomaly-settle.zh-CN.till');
    await till.press('Enter');
    await till.sees('.cards .explained', '顾客拿错了旧卡');
    const {result} = await service.call('report.anomalies', {});
    assert.equal(result.anomalies.filter((a) => a.state === 'explained').length, 1);
    await till.leave();
  });
});
