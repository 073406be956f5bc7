// The line to head office, cut and joined again: the chip says what is so, and selling goes on.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Office} from './harness/office.mjs';
import {Service} from './harness/service.mjs';

describe('head office', () => {
  let office;
  let service;
  before(async () => {
    office = await Office.begin();
    service = await Service.begin();
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
    await office.stop();
  });

  test('never green while anything waits; offline said plainly; everything arrives', async () => {
    const {card} = await service.member();
    const till = await Cashier.at(service, {operator: '2001'});
    await till.sees('.chip.offline', '离线'); // not enrolled
    const code = office.invite('S01');
    const enrolled = await service.call('sync.enrol', {office: office.address, code: code.code, ca_fingerprint: code.authority});
    assert.equal(enrolled.ok, true, JSON.stringify(enrolled));
    await till.press('F10');
    await till.page.getByRole('button', {name: '立即同步'}).click();
    await till.sees('.chip.synced', '已同步');
    await till.press('Escape');

    await office.cut();
    await till.scan(card);
    await till.enter('258.00');
    await till.sees('.due .big', '232.20');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.sees('.chip:not(.synced)', '1');
    await till.press('F10');
    await till.page.getByRole('button', {name: '立即同步'}).click();
    await till.sees('.chip.offline', '离线');
    await till.press('Escape', 'Escape', 'Enter');
    await till.enter('100.00'); // the shop sells
    await till.sees('.due .big', '100.00');
    await till.pay();
    await till.sees('.total.done h2', '已完成');

    await office.join();
    await till.press('F10');
    await till.page.getByRole('button', {name: '立即同步'}).click();
    await till.sees('.chip.synced', '已同步');
    const {result} = await service.call('sync.status', {});
    assert.equal(result.waiting, 0);
    // Both sales are there, once, and the points of the one that had a card.
    await office.cut();
    const there = office.report();
    assert.deepEqual([there.sales, there.paid, there.points.earned], [2, 33220, 2]);
    const here = (await service.call('report.totals', {})).result;
    assert.deepEqual([here.sales, here.paid, here.points.earned], [2, 33220, 2]);
    await office.join();
    await till.leave();
  });
});
