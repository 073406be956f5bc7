// The customers' display: what they buy, what they pay, what they earn. Fed by the till's page of the
// same browser; it asks nothing of the service and shows nobody's number.

import {signal} from '@preact/signals';
import {render} from 'preact';
import '../style.css';
import type {Message} from '../lib/lang';
import {rateText} from '../lib/lang';
import {count, yuan} from '../lib/money';
import {words, type Word} from '../lib/words';
import {channelName, type OnDisplay} from '../till/on_display';

const now = signal<OnDisplay | undefined>(undefined);
const channel = new BroadcastChannel(channelName);
channel.onmessage = (event: MessageEvent<unknown>) => {
  if (typeof event.data === 'object') now.value = event.data as OnDisplay;
};
channel.postMessage('what now');

function Both({word}: {word: Word}) {
  const [zh, en] = words[word];
  return <>{zh} <small lang="en">{en}</small></>;
}

function Say({message}: {message: Message}) {
  return <p class="say">{message['zh-CN']} <small lang="en">{message.en}</small></p>;
}

const most = 7;

function Display() {
  const shown = now.value;
  const empty = !shown || (shown.lines.length === 0 && !shown.address);
  if (empty) {
    return <main class="display"><div /><div class="idle"><h1><Both word="display.welcome" /></h1><p><Both word="display.member" /></p></div><div /></main>;
  }
  const {address, lines, pays, paid, reduction, points, balance, say, done, birthday} = shown;
  return (
    <main class="display">
      <header>
        <h1>{address ? <>{birthday ? words['display.birthday'][0] : words['display.hello'][0]} {address['zh-CN']} <small lang="en">{address.en}</small></> : <Both word={done ? 'display.thanks' : 'display.welcome'} />}</h1>
        {pays && <p class="rate">{rateText(pays)}</p>}
      </header>
      <ol>
        {lines.slice(-most).map((line, i) => (
          <li key={i}><span>{line.name === 'GOODS' ? words['basket.goods'][0] : line.name}{line.qty > 1 && ` × ${count(line.qty)}`}</span>{line.paid !== undefined && line.paid < line.gross ? <s>{yuan(line.gross)}</s> : <span />}<b>¥{yuan(line.paid ?? line.gross)}</b></li>
        ))}
        {done && address && <li><span><Both word="display.thanks" /></span></li>}
      </ol>
      <footer>
        {say.map((message, i) => <Say key={i} message={message} />)}
        <dl class="sum">
          {points ? <div><dt><Both word="display.earned" /></dt><dd>+{count(points.earned)} → {count(points.after)}</dd></div>
           : balance !== undefined && <div><dt><Both word="display.balance" /></dt><dd>{count(balance)}</dd></div>}
          {reduction !== undefined && reduction > 0 && <div><dt><Both word="display.saved" /></dt><dd>¥{yuan(reduction)}</dd></div>}
          {paid !== undefined && <div class="pay"><dt><Both word="display.total" /></dt><dd>¥{yuan(paid)}</dd></div>}
        </dl>
      </footer>
    </main>
  );
}

render(<Display />, document.getElementById('page')!);
