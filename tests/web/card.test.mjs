// Cards, gifts and goods that come back.

import assert from 'node:assert/strict';
import {json} from 'node:stream/consumers';
import {after, before, describe, test} from 'node:test';
import {Cashier, closeBrowser} from './harness/browser.mjs';
import {Service} from './harness/service.mjs';

// Another training card's number with the same last four digits: two digits before them are changed so
// that the check digit still holds.
function endingLike(card) {
  const holds = (number) => [...number].reverse().map(Number).reduce((sum, d, i) =>
    sum + (i % 2 === 0 ? d : d > 4 ? 2 * d - 9 : 2 * d), 0) % 10 === 0;
  for (let i = 1; i < 100; ++i) {
    const number = card.slice(0, 8) + String(i).padStart(4, '0') + card.slice(12);
    if (number !== card && holds(number)) return number;
  }
  throw new Error('there are ten of them');
}

describe('cards and gifts', () => {
  let service;
  before(async () => {
    service = await Service.begin();
    for (const [id, name, points, stock] of [['G1', '护手霜', 10, 5], ['G2', '香水小样', 3, 50], ['G3', '化妆箱', 30, 1]]) {
      await service.done('gift.put', {gift: {id, name, points, stock, first_day: '2026-01-01', last_day: '2199-12-31'}});
    }
  });
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  test('G2: the best gift takes two keys, and is not given twice', async () => {
    const {card} = await service.member();
    await service.spend(card, 120000); // 12 points
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.sees('.card .balance', '12');
    await till.press('F8');
    await till.sees('.gift.on', '护手霜');
    await till.sees('.gift', '差 18 分');
    await till.press('Enter');
    await till.sees('.notice.good', '已兑换 护手霜，用去 10 分，余 2 分');
    await till.sees('.card .balance', '2');
    await till.press('F8');
    await till.sees('.gift.on', '化妆箱');
    await till.press('2');
    await till.sees('.gift.on', '护手霜');
    await till.press('Enter');
    await till.sees('.notice.warn', '还差 8 分');
    await till.leave();
  });

  test('an amount typed as slowly as one likes is an amount, wherever digits pick', async () => {
    const {card} = await service.member();
    await service.spend(card, 120000); // 12 points
    const till = await Cashier.at(service);
    const slowly = async (text) => {
      for (const key of text) {
        await till.page.waitForTimeout(400);
        await till.page.keyboard.press(key);
      }
    };
    await till.scan(card);
    await till.sees('.card .balance', '12');
    await till.press('F8');
    await till.sees('.gift.on', '护手霜');
    await slowly('3');
    await till.sees('.gift.on', '香水小样'); // marked, and no more
    await slowly('0.00');
    await till.sees('.gift.on', '护手霜');
    await till.press('Enter');
    await till.sees('.row.on', '30.00');
    await till.press('F9');
    await till.sees('.offers .button', '挂失');
    await slowly('2');
    await till.sees('.offers .button.main', '挂失');
    await slowly('5.00');
    await till.press('Enter');
    await till.sees('.row.on', '25.00');
    await till.sees('.due .big', '49.50'); // 55.00 at 0.90
    const {result} = await service.call('card.show', {card});
    assert.deepEqual([result.state, result.points.balance], ['active', 12]);
    await till.leave();
  });

  test('P4: goods come back at what was paid, and their points with them', async () => {
    const {card} = await service.member();
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.enter('3*200.00');
    await till.sees('.due .big', '540.00');
    await till.pay();
    await till.sees('.points-now', '0 +5 → 5');
    const receipt = /S01-1-\d{12}/.exec(await till.text('.stamp'))[0];
    await till.press('Enter');
    await till.press('F6');
    await till.scan(receipt);
    await till.sees('.back li', '200.00');
    await till.page.locator('.stepper button').last().click();
    await till.page.getByRole('button', {name: /退 1 件/}).click();
    await till.sees('.figure .big', '180.00');
    await till.sees('.lead', '收回 2 分，余 3 分'); // 360.00 spent: 3 points
    const {result} = await service.call('sale.show', {receipt_no: receipt});
    assert.equal(result.refunded, 18000);
    await till.leave();
  });

  test('E1, E5, E7: a card is issued once the customer has consented, never before', async () => {
    const till = await Cashier.at(service);
    await till.enter('1000.00');
    await till.sees('.prompts .loud', '已够办会员卡');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.press('F4');
    await till.sees('.list li', 'S01-1-');
    const {page} = till;
    const consent = page.getByRole('checkbox');
    assert.equal(await consent.isChecked(), false);
    await page.getByLabel('姓', {exact: true}).fill('陈');
    await page.getByRole('radio', {name: '先生'}).check();
    await page.getByLabel('手机号', {exact: true}).fill('13900000077');
    await page.getByLabel('生日').fill('19900520');
    assert.equal(await page.getByLabel('生日').inputValue(), '1990-05-20');
    const issue = page.locator('.panel').getByRole('button', {name: /发卡/});
    assert.equal(await issue.isDisabled(), true);
    await consent.focus();
    await till.press('Space');
    await page.getByLabel('生日').fill('1990-02-30');
    await till.press('Enter');
    await till.sees('.field.wrong .hint', '请核对');
    await page.getByLabel('生日').fill('19900520');
    await till.press('Enter');
    await till.sees('.newcard', '陈先生');
    const card = (await till.text('.newcard b')).replaceAll(' ', '');
    assert.match(card, /^\d{16}$/);
    await page.getByRole('button', {name: /会员手册已交给顾客/}).click();
    await till.sees('.button', '手册已登记');
    await till.press('Enter');
    await till.sees('.card h2', '陈先生');
    const {result} = await service.call('card.show', {card});
    assert.equal(result.handbook, true);
    await till.leave();
  });

  test('E1: too little bought: refused with what is missing, the form stays', async () => {
    const till = await Cashier.at(service);
    await till.enter('880.00');
    await till.sees('.due .big', '880.00');
    await till.sees('.prompts .loud', '120.00');
    await till.pay();
    await till.sees('.total.done h2', '已完成');
    await till.press('F4');
    await till.page.getByLabel('姓', {exact: true}).fill('周');
    await till.page.getByRole('radio', {name: '女士'}).check();
    await till.page.getByLabel('手机号', {exact: true}).fill('13900000078');
    await till.page.getByLabel('生日').fill('1990-05-20');
    await till.page.getByRole('checkbox').check();
    await till.press('Enter');
    await till.sees('.notice.warn', '1000.00'); // one purchase more that is enough by itself (A13)
    assert.equal(await till.page.getByLabel('姓', {exact: true}).inputValue(), '周');
    await till.leave();
  });

  test('C6, C7: a lost card is found by phone, blocked and replaced, points and all', async () => {
    const {card, phone} = await service.member({surname: '孙'});
    await service.spend(card, 50000);
    const till = await Cashier.at(service);
    await till.enter(phone);
    await till.press('F9');
    await till.sees('.facts', '正常');
    await till.press('2', 'Enter');
    await till.sees('.panel h2', '挂失');
    await till.press('Enter');
    await till.sees('.notice.good', '已挂失');
    await till.sees('.facts', '已挂失或停用');
    await till.press('1', 'Enter');
    await till.sees('.panel h2', '补卡');
    await till.press('Enter');
    await till.sees('.newcard', '孙女士');
    const next = (await till.text('.newcard b')).replaceAll(' ', '');
    assert.notEqual(next, card);
    await till.press('Enter');
    await till.sees('.card .balance', '5');
    await till.scan(card);
    await till.sees('.warnings', '已被新卡替换');
    await till.leave();
  });

  test('C8: a failed check of the holder takes the benefits of this sale', async () => {
    const {card} = await service.member({surname: '赵'});
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.enter('100.00');
    await till.sees('.due .big', '90.00');
    await till.press('F9');
    await till.sees('.offers .button', '核对持卡人');
    await till.press('1', 'Enter');
    await till.page.getByRole('radio', {name: '不是本人'}).check();
    await till.page.getByRole('button', {name: /登记核对结果/}).click();
    await till.sees('.notice.good', '未通过');
    await till.sees('.due .big', '100.00');
    await till.sees('.warnings', '核对未通过');
    await till.leave();
  });

  test('D8: the last four digits say whose card it is, and make no price', async () => {
    const {card} = await service.member({surname: '卫'});
    const till = await Cashier.at(service);
    await till.enter(card.slice(-4));
    await till.sees('.card.none h2', '卫女士');
    await till.enter('100.00');
    await till.sees('.due .big', '100.00');
    await till.enter(card.slice(-4) === '0000' ? '0001' : '0000');
    await till.sees('.notice.note', '在本店有');
    await till.leave();
  });

  test('R4: what is held about a member is put right, the phone with a manager beside', async () => {
    const {card} = await service.member({surname: '蒋'});
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.press('F9');
    await till.page.getByRole('button', {name: /会员资料/}).click();
    await till.sees('.facts', '蒋');
    await till.page.getByRole('button', {name: /更正资料/}).click();
    await till.page.getByLabel('姓', {exact: true}).fill('江');
    await till.page.getByRole('radio', {name: '先生'}).check();
    await till.press('Enter');
    await till.sees('.notice.good', '资料已更正');
    await till.sees('.card h2', '江先生');
    await till.leave();
  });

  test('S6, R4: whether messages are wanted is asked apart, at first and later', async () => {
    const till = await Cashier.at(service);
    await service.spend('', 100000, {phone: '13900000090'});
    await till.enter('13900000090');
    await till.press('F4');
    const {page} = till;
    await page.getByLabel('姓', {exact: true}).fill('秦');
    await page.getByRole('radio', {name: '女士'}).check();
    await page.getByLabel('生日').fill('1990-05-20');
    await page.getByRole('checkbox').check();
    assert.equal(await page.getByRole('radio', {name: '愿意', exact: true}).isChecked(), false);
    assert.equal(await page.getByRole('radio', {name: '不愿意'}).isChecked(), false);
    await page.getByRole('radio', {name: '愿意', exact: true}).check();
    await till.press('Enter');
    await till.sees('.newcard', '秦女士');
    const card = (await till.text('.newcard b')).replaceAll(' ', '');
    const consent = async () => (await service.call('member.export', {card, operator: '2001'})).result.consent;
    assert.equal((await consent()).messages, true);
    assert.equal((await consent()).version, '2026-11 zh-CN'); // of the text that was shown
    await till.press('Enter');
    await till.sees('.card h2', '秦女士');
    await till.press('F9');
    await page.getByRole('button', {name: /会员资料/}).click();
    await page.getByRole('button', {name: /短信意愿/}).click();
    await page.getByRole('radio', {name: '不愿意'}).check();
    await till.press('Enter');
    await till.sees('.notice.good', '不再发短信');
    assert.deepEqual([(await consent()).given, (await consent()).messages], [true, false]);
    await till.leave();
  });

  test('E5: for a child the guardian is asked for', async () => {
    const till = await Cashier.at(service);
    await till.press('F4');
    await till.page.getByLabel('生日').fill(`${new Date().getUTCFullYear() - 10}-05-20`);
    await till.sees('.consent', '监护人同意');
    await till.page.getByLabel('生日').fill('1990-05-20');
    assert.equal(await till.page.locator('.consent').count(), 1);
    await till.leave();
  });

  test('R3, R4: shown in full with a reason, exported by the manager; the cashier may do neither', async () => {
    const {card, phone} = await service.member({surname: '尤'});
    const till = await Cashier.at(service, {operator: '2001'});
    await till.scan(card);
    await till.press('F9');
    await till.page.getByRole('button', {name: /会员资料/}).click();
    await till.sees('.facts', '138****');
    await till.page.getByRole('button', {name: /显示完整资料/}).click();
    await till.page.getByLabel('原因').fill('会员来电核对');
    await till.press('Enter');
    await till.sees('.facts', phone);
    await till.page.getByRole('button', {name: /导出给会员/}).click();
    await till.page.getByLabel('原因').fill('会员要求');
    const [download] = await Promise.all([till.page.waitForEvent('download'), till.press('Enter')]);
    const all = await json(await download.createReadStream());
    assert.equal(all.phone, phone);
    assert.equal(all.consent.given, true);
    await till.leave();

    const cashier = await Cashier.at(service);
    await cashier.scan(card);
    await cashier.press('F9');
    await cashier.page.getByRole('button', {name: /会员资料/}).click();
    await cashier.page.getByRole('button', {name: /导出给会员/}).click();
    await cashier.page.getByLabel('原因').fill('想看看');
    await cashier.press('Enter');
    await cashier.sees('.notice.bad', '');
    assert.ok(!(await cashier.page.content()).includes(phone));
    await cashier.leave();
  });

  test('E7: a handbook that was not handed over yet is, from the member\'s card', async () => {
    const {card} = await service.member({surname: '许'});
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.press('F9');
    await till.page.getByRole('button', {name: /发会员手册/}).click();
    await till.press('Enter');
    await till.sees('.notice.good', '手册已登记');
    assert.equal((await service.call('card.show', {card})).result.handbook, true);
    await till.leave();
  });

  test('D8: of several cards that end in the same four digits one is picked by its key', async () => {
    const {card} = await service.member({surname: '何'});
    const {card: other} = await service.member({surname: '吕', form: 'mr', blank: endingLike(card)});
    assert.equal(other.slice(-4), card.slice(-4));
    const till = await Cashier.at(service);
    await till.press('F9');
    await till.enter(card.slice(-4));
    await till.sees('.gift', '何女士');
    await till.look('6-pick.zh-CN.till');
    await till.press(String(1 + (await till.page.locator('.gift b').allInnerTexts()).indexOf('吕先生')), 'Enter');
    await till.sees('.card h2', '吕先生');
    await till.sees('.panel h2', '会员卡'); // where it was asked from
    await till.sees('.facts', '正常');
    await till.press('Escape');
    await till.enter('100.00');
    await till.sees('.due .big', '100.00'); // and makes no price
    await till.leave();
  });

  test('P8: points by hand: a reason and a second member of staff, or nothing', async () => {
    const {card} = await service.member({surname: '沈'});
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.press('F9');
    await till.page.getByRole('button', {name: /更正积分/}).click();
    await till.page.getByLabel(/加减积分/).fill('7');
    await till.page.getByLabel('原因').fill('促销补分');
    await till.press('Enter');
    await till.sees('.proof legend', '店长');
    assert.equal((await service.call('card.show', {card})).result.points.balance, 0);
    await till.page.getByLabel('店长工号').fill('2001');
    await till.press('Enter');
    await till.sees('.notice.good', '积分已更正');
    await till.sees('.card .balance', '7');
    await till.leave();
  });

  test('P: every point explains itself', async () => {
    const {card} = await service.member({surname: '吴'});
    await service.spend(card, 35000);
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.press('F9');
    await till.sees('.offers .button', '积分明细');
    await till.page.getByRole('button', {name: /积分明细/}).click();
    await till.sees('tbody tr', '350.00');
    await till.sees('tbody tr', '50.00'); // carried
    await till.leave();
  });

  test('the customers\' display follows the sale, and names nobody\'s number', async () => {
    const {card} = await service.member({surname: '郑'});
    const till = await Cashier.at(service);
    const display = await till.context.newPage();
    await display.goto(service.address + '/display');
    await display.getByText('欢迎光临').waitFor();
    await till.page.bringToFront();
    await till.scan(card);
    await till.enter('258.00');
    await display.getByText('郑女士').waitFor();
    await display.locator('.pay dd').filter({hasText: '232.20'}).waitFor();
    assert.doesNotMatch(await display.locator('body').innerText(), /\*\*\*\*|138/);
    await till.pay();
    await display.getByText('谢谢惠顾').waitFor();
    await till.leave();
  });
});

describe('a card that ran out', () => {
  let service;
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  test('C3, C4, C5: void by itself, renewed within the grace period, its points stay behind', async () => {
    service = await Service.begin();
    const [year, month, day] = service.today().split('-').map(Number);
    const then = new Date(Date.UTC(year - 2, month - 1, day - 5)).toISOString().slice(0, 10);
    const {card} = await service.member({surname: '韩', on: then});
    await service.spend(card, 50000, {at: `${then}T11:00:00+08:00`});
    await service.spend('', 100, {at: `${service.today()}T10:00:00+08:00`}); // two years go by
    const till = await Cashier.at(service);
    await till.scan(card);
    await till.enter('100.00');
    await till.sees('.warnings', '已过期');
    await till.sees('.due .big', '100.00');
    await till.press('F9');
    await till.sees('.facts', '已过期');
    await till.page.getByRole('button', {name: /^续卡/}).click();
    await till.press('Enter');
    await till.sees('.newcard', '韩女士');
    await till.press('Enter');
    await till.sees('.card h2', '韩女士');
    await till.sees('.card .balance', '0');
    await till.sees('.due .big', '90.00');
    await till.leave();
  });

  test('D8, A17: where head office allows it a phone is as good as a card', async () => {
    const {phone} = await service.member({surname: '杨', phone: '13900000123'});
    const till = await Cashier.at(service);
    await till.enter(phone);
    await till.enter('100.00');
    await till.sees('.due .big', '100.00');
    await service.done('policy.adopt', {policy: {presence: ['scan', 'swipe', 'type', 'phone']}});
    await till.press('Escape', 'Escape');
    await till.sees('.empty h2', '可以开始了');
    await till.enter(phone);
    await till.sees('.card h2', '杨女士');
    await till.enter('100.00');
    await till.sees('.due .big', '90.00');
    await till.leave();
  });
});

describe('staff who have PINs', () => {
  let service;
  after(async () => {
    await closeBrowser();
    await service.stop();
  });

  test('R4, A52: erased with a manager beside; the card is closed and nobody is found any more', async () => {
    service = await Service.begin();
    const {card, phone} = await service.member({surname: '施'});
    await service.done('operator.pin', {number: '1001', new_pin: '593027'});
    await service.done('operator.pin', {number: '2001', new_pin: '718264'});
    const till = await Cashier.at(service, {pin: '593027'});
    await till.scan(card);
    await till.press('F9');
    await till.page.getByRole('button', {name: /会员资料/}).click();
    await till.page.getByRole('button', {name: /删除资料/}).click();
    const now = till.page.getByRole('button', {name: /删除这位会员/});
    assert.equal(await till.page.getByRole('checkbox').isChecked(), false);
    assert.equal(await now.isDisabled(), true);
    await till.page.getByRole('checkbox').check();
    await now.click();
    await till.sees('.proof legend', '店长');
    assert.equal((await service.call('member.find', {phone})).ok, true);
    await till.page.getByLabel('店长工号').fill('2001');
    await till.page.getByLabel('密码').fill('718264');
    await till.press('Enter');
    await till.sees('.notice.good', '资料已删除');
    await till.sees('.card.ask', '');
    assert.equal((await service.call('member.find', {phone})).ok, false);
    assert.equal((await service.call('card.show', {card})).result.state, 'closed');
    await till.leave();
  });
});
