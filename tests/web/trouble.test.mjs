// The service goes away in the middle of a sale: the page says what happened, nothing doubles.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

describe('trouble', () => {
  let service;
  let card;
  before(async () => {
    service = await Service.begin();
    ({card} = await service.member());
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  async function sales() {
    const {result} = await service.call('report.totals', {});
    return {sales: result.sales, paid: result.paid, points: result.points.earned};
  }
  const grew = (before, after) => ({sales: after.sales - before.sales, paid: after.paid - before.paid, points: after.points - before.points});

  // The next commit reaches the service or not; then the service dies, and no answer comes.
  async function dieAtCommit(till, {reached}) {
    await till.lose('/v1/sale/commit', {times: 1, reached, meanwhile: () => service.kill()});
  }

  async function ringUp(till) {
    await till.scan(card);
    await till.enter('258.00');
    await till.sees('.due .big', '232.20');
  }

  test('saved, but the answer was lost: asked again with the same id, recorded once', async () => {
    const till = await Cashier.at(service);
    const earlier = await sales();
    await ringUp(till);
    await dieAtCommit(till, {reached: true});
    await till.pay();
    await till.sees('.notice.warn', '没有应答');
    await service.start();
    await till.signIn('1001'); // a new service knows no sessions
    await till.sees('.notice.good', '其实已经保存，没有重复入账');
    await till.sees('.total.done h2', '已完成');
    assert.deepEqual(grew(earlier, await sales()), {sales: 1, paid: 23220, points: 2});
    await till.leave();
  });

  test('never arrived: asked again, recorded once', async () => {
    const till = await Cashier.at(service);
    const earlier = await sales();
    await ringUp(till);
    await dieAtCommit(till, {reached: false});
    await till.pay();
    await till.sees('.notice.warn', '没有应答');
    await service.start();
    await till.signIn('1001');
    await till.sees('.notice.good', '已保存（重试后）');
    assert.deepEqual(grew(earlier, await sales()), {sales: 1, paid: 23220, points: 2});
    await till.leave();
  });

  test('turned off in order while the answer is on its way: recorded once, and said so when it is back', async () => {
    const till = await Cashier.at(service);
    const earlier = await sales();
    await ringUp(till);
    await till.lose('/v1/sale/commit', {times: 1, reached: true, meanwhile: () => service.end()});
    await till.pay();
    await till.sees('.notice.warn', '没有应答');
    await service.start();
    await till.signIn('1001');
    await till.sees('.notice.good', '没有重复入账');
    assert.deepEqual(grew(earlier, await sales()), {sales: 1, paid: 23220, points: 2});
    await till.leave();
  });

  test('the queue goes on while an answer is waited for', async () => {
    const till = await Cashier.at(service);
    const earlier = await sales();
    await ringUp(till);
    await till.lose('/v1/sale/commit', {times: 2});
    await till.pay();
    await till.sees('.unanswered', '1 单等待应答');
    await till.press('Escape', 'Escape');
    await till.enter('100.00');
    await till.sees('.due .big', '100.00');
    await till.sees('.notice.good', '已保存（重试后）');
    await till.sees('.due .big', '100.00'); // the next customer's sale is untouched
    assert.deepEqual(grew(earlier, await sales()), {sales: 1, paid: 23220, points: 3}); // 96.60 was carried: 328.80
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.leave();
  });

  test('the page is reloaded before the answer: it finds out by the receipt\'s number', async () => {
    const till = await Cashier.at(service);
    await ringUp(till);
    await till.lose('/v1/sale/commit', {reached: true});
    await till.pay();
    await till.sees('.notice.warn', '没有应答');
    await till.page.reload();
    await till.sees('.notice.good', '其实已经保存');
    const kept = await till.page.evaluate(() => JSON.stringify(localStorage));
    assert.ok(!kept.includes(card), 'what was scanned is never kept');
    await till.leave();
  });

  test('reloaded, and it never arrived: said plainly', async () => {
    const till = await Cashier.at(service);
    const earlier = await sales();
    await ringUp(till);
    await till.lose('/v1/sale/commit');
    await till.pay();
    await till.sees('.notice.warn', '没有应答');
    await till.page.reload();
    await till.sees('.notice.bad', '没有入账，请重新录入');
    assert.deepEqual(grew(earlier, await sales()), {sales: 0, paid: 0, points: 0});
    await till.leave();
  });

  test('G3: a gift whose answer was lost is not redeemed twice', async () => {
    await service.done('gift.put', {gift: {id: 'G1', name: '护手霜', points: 2, stock: 5, first_day: '2026-01-01', last_day: '2199-12-31'}});
    await service.spend(card, 100000);
    const before = (await service.call('card.show', {card})).result.points.balance;
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.sees('.card h2', '王女士');
    await till.press('F8');
    await till.sees('.gift.on', '护手霜');
    await till.lose('/v1/gift/redeem', {times: 1, reached: true});
    await till.press('Enter');
    await till.sees('.notice.good', '没有重复扣分');
    const after = (await service.call('card.show', {card})).result.points.balance;
    assert.equal(before - after, 2);
    await till.leave();
  });

  test('D7: the price changed meanwhile: refused with both figures, quoted anew', async () => {
    const till = await Cashier.at(service);
    await ringUp(till);
    await till.page.evaluate(() => {
      const send = globalThis.fetch;
      globalThis.fetch = (to, options) => {
        if (!String(to).endsWith('/v1/sale/commit')) return send(to, options);
        globalThis.fetch = send;
        const request = JSON.parse(options.body);
        return send(to, {...options, body: JSON.stringify({...request, expected_paid: request.expected_paid - 1})});
      };
    });
    await till.pay();
    await till.sees('.notice.bad', '232.19');
    await till.sees('.due .big', '232.20');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.leave();
  });
});
