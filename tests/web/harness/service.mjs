// A training store of its own in a folder that goes away, and the real service on it, which can be
// killed and started again on the same port.

import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {difference} from './contract.mjs';

const program = process.env.VIP_TERMINAL;
if (!program) throw new Error('VIP_TERMINAL says where the program is');

export class Service {
  // `settings`: of vip.toml
  static async begin({settings} = {}) {
    const service = new Service();
    service.folder = mkdtempSync(join(tmpdir(), 'vip-web-'));
    service.data = join(service.folder, 'store');
    execFileSync(program, ['init', '--data', service.data, '--store', 'S01', '--training'], {stdio: 'pipe'});
    if (settings) writeFileSync(join(service.data, 'vip.toml'), settings);
    service.port = await freePort();
    await service.start();
    return service;
  }

  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start() {
    this.process = spawn(program, ['serve', '--data', this.data, '--port', String(this.port), '--json'],
                         {stdio: ['ignore', 'pipe', 'inherit']});
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    const lines = createInterface({input: this.process.stdout});
    await Promise.race([
      new Promise((resolve) => lines.once('line', resolve)),
      this.ended.then((code) => { throw new Error(`the service ended with ${code}`); }),
    ]);
    lines.on('line', () => {});
  }

  // As a power cut would.
  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  // As whoever turns the till off does: what was begun is finished.
  async end() {
    this.process.kill('SIGTERM');
    await this.ended;
  }

  async stop() {
    await this.end();
    rmSync(this.folder, {recursive: true, force: true});
  }

  // The door, beside the page: as a lane of a training store (terminal/service/HTTP.md).
  async call(method, request) {
    const reply = await fetch(`${this.address}/v1/${method.replaceAll('.', '/')}`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', Authorization: 'Bearer training'},
      body: JSON.stringify(request),
    });
    const answer = await reply.json();
    assert.equal(difference(`/v1/${method.replaceAll('.', '/')}`, reply.status, reply.headers.get('content-type'), answer), '');
    return answer;
  }

  async done(method, request) {
    const id = `made-${++this.requests}`;
    const answer = await this.call(method, {request_id: id, operator: '2001', ...request});
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer.result;
  }

  // A member with a card: born on `birthday`, with a receipt of another store that qualifies.
  async member({surname = '王', form = 'ms', phone, birthday = '1990-05-20', on, blank} = {}) {
    const number = phone ?? String(13_800_000_000 + ++this.members);
    const made = await this.done('card.issue', {
      proof: {receipts: [{receipt_no: `S09-${number}`, date: on ?? this.today(), paid: 100000}]},
      registration: {surname, form, phone: number, birthday, consent: true},
      ...(blank && {blank}),
      ...(on && {at: `${on}T10:00:00+08:00`}),
    });
    return {card: made.card, phone: number};
  }

  // What the card spent at full price, which is points for tests.
  async spend(card, fen, more = {}) {
    await this.done('sale.commit', {
      lane: 9, receipt_no: `SPENT-${++this.receipts}`, ...(card && {card}), expected_paid: fen,
      lines: [{sku: 'X', qty: 1, unit_price: fen, special_price: true}],
      ...more,
    });
  }

  // The store's day: training stores are in Shanghai.
  today() {
    return new Date().toLocaleDateString('sv-SE', {timeZone: 'Asia/Shanghai'});
  }

  requests = 0;
  members = 0;
  receipts = 0;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}
