// A head office of its own, with the real program, whose line can be cut and joined again.

import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

const program = process.env.VIP_OFFICE;

function run(words) {
  return JSON.parse(execFileSync(program, [...words, '--json'], {stdio: ['ignore', 'pipe', 'pipe']}).toString());
}

export class Office {
  static async begin() {
    if (!program) throw new Error('VIP_OFFICE says where head office is');
    const office = new Office();
    office.folder = mkdtempSync(join(tmpdir(), 'vip-office-'));
    office.data = join(office.folder, 'office');
    run(['init', '--data', office.data, '--training']);
    await office.join('127.0.0.1:0');
    return office;
  }

  async join(listen = this.address.slice('https://'.length)) {
    this.process = spawn(program, ['serve', '--data', this.data, '--listen', listen, '--json', '--quiet'],
                         {stdio: ['ignore', 'pipe', 'inherit']});
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    const lines = createInterface({input: this.process.stdout});
    this.address = JSON.parse(await new Promise((resolve) => lines.once('line', resolve))).listening;
    lines.on('line', () => {});
  }

  async cut() {
    this.process.kill('SIGTERM');
    await this.ended;
  }

  // A one-time code, by which a store's terminal is known from now on.
  invite(store) {
    return run(['terminal', 'add', '--data', this.data, '--store', store]);
  }

  // What it holds of the one store. Requires: it is cut, or nobody is writing.
  report() {
    return run(['report', '--data', this.data]).stores[0];
  }

  async stop() {
    if (this.process.exitCode === null) await this.cut();
    rmSync(this.folder, {recursive: true, force: true});
  }
}
