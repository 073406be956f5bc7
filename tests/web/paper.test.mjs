// Receipts: printed by themselves, again as copies, and never in the sale's way.

import assert from 'node:assert/strict';
import {createServer} from 'node:net';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

// A printer on the network: takes bytes, says nothing.
class Printer {
  papers = [];

  async start(port = 0) {
    this.server = createServer((line) => {
      const bytes = [];
      line.on('data', (more) => bytes.push(more));
      line.on('close', () => this.papers.push(Buffer.concat(bytes)));
      line.on('error', () => {});
    });
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = this.server.address().port;
  }
  stop() {
    return new Promise((resolve) => this.server.close(resolve));
  }
  async has(count) {
    for (let i = 0; i < 200 && this.papers.length < count; ++i) await new Promise((wake) => setTimeout(wake, 50));
    assert.equal(this.papers.length, count);
    return this.papers[count - 1];
  }
}

describe('paper', () => {
  let service;
  let printer;
  let card;
  before(async () => {
    printer = new Printer();
    await printer.start();
    service = await Service.begin({settings: `[printer]\ntarget = "tcp://127.0.0.1:${printer.port}"\n`});
    ({card} = await service.member());
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
    await printer.stop();
  });

  test('S8: the sale prints itself; once more it is a copy; a printer that is off stops nothing', async () => {
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.enter('258.00');
    await till.sees('.due .big', '232.20');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    const original = await printer.has(1);
    assert.ok(original.includes('232.20'));
    await till.press('F7');
    await till.sees('.paper', '232.20');
    await till.press('Enter');
    await till.sees('.notice.good', '副本');
    const copy = await printer.has(2);
    assert.ok(copy.length > original.length, 'a copy says that it is one');
    await till.sees('.paper', '副本');

    await till.press('Escape', 'Escape', 'Enter');
    await printer.stop();
    await till.scan(card);
    await till.enter('100.00');
    await till.sees('.due .big', '90.00');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.sees('.notice.warn', '打印');
    await printer.start(printer.port);
    await till.press('F7');
    await till.sees('.paper', '90.00');
    await till.press('Enter');
    await till.sees('.notice.good', '已打印');
    await printer.has(3);
    await till.leave();
  });

  test('S8: a signature on the screen is on the paper that the browser prints, and is not kept', async () => {
    const till = await Cashier.at(service);
    await service.spend(card, 8800);
    await till.press('F7');
    await till.enter(`SPENT-${service.receipts}`);
    await till.sees('.paper', '88.00');
    await till.page.getByRole('button', {name: '在屏幕上签名'}).click();
    const box = await till.page.locator('.signature').boundingBox();
    const {mouse} = till.page;
    await mouse.move(box.x + 40, box.y + 60);
    await mouse.down();
    await mouse.move(box.x + 120, box.y + 20, {steps: 4});
    await mouse.move(box.x + 160, box.y + 70, {steps: 4});
    await mouse.up();
    assert.ok((await till.page.locator('.signature path').getAttribute('d')).split('L').length > 6);
    await till.look('9-signed.zh-CN.till');
    await till.page.emulateMedia({media: 'print'});
    assert.equal(await till.page.locator('.signature').isVisible(), true);
    await till.page.emulateMedia({media: 'screen'});
    await till.press('Escape');
    await till.press('F7');
    await till.enter(`SPENT-${service.receipts}`);
    await till.page.getByRole('button', {name: '在屏幕上签名'}).click();
    assert.equal(await till.page.locator('.signature path').count(), 0);
    await till.leave();
  });

  test('a gift has a slip, goods that come back have a receipt', async () => {
    await service.done('gift.put', {gift: {id: 'G1', name: '护手霜', points: 2, stock: 5, first_day: '2026-01-01', last_day: '2199-12-31'}});
    await service.spend(card, 50000);
    const before = printer.papers.length;
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.sees('.card h2', '王女士');
    await till.press('F8');
    await till.sees('.gift.on', '护手霜');
    await till.press('Enter');
    await till.sees('.notice.good', '已兑换');
    await printer.has(before + 1);
    await till.press('F6');
    await till.scan(`SPENT-${service.receipts}`);
    await till.sees('.back li', '500.00');
    await till.page.getByRole('button', {name: /全部退/}).click();
    await till.page.getByRole('button', {name: /退 1 件/}).click();
    await till.sees('.figure .big', '500.00');
    await printer.has(before + 2);
    await till.leave();
  });
});
