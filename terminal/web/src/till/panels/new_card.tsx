// A card just given out: its number in full, this once (A57), and what goes with it.

import {useSignal} from '@preact/signals';
import type {NewCard} from '../../lib/answers';
import {useAct} from '../../lib/act';
import {say, t} from '../../lib/lang';
import {count} from '../../lib/money';
import {Button, Facts, Panel, Submit} from '../../lib/ui';
import type {Word} from '../../lib/words';
import {go} from '../route';
import * as sale from '../sale';

export function NewCardShown({card, title}: {card: NewCard; title: Word}) {
  const handed = useSignal(false);
  const acting = useAct();
  const handOver = async () => {
    const answer = await acting.run('handover.record', {card: card.card, item: 'handbook'});
    if (answer.kind === 'ok') handed.value = true;
  };
  const use = () => {
    sale.begin();
    go('sale');
    void sale.show({card: card.card});
  };
  return (
    <Panel title={title} onBack={() => go('sale')} onSubmit={use} actions={<>
      <Button onPress={() => void handOver()} disabled={handed.value || acting.busy.value}>{t(handed.value ? 'issue.handed' : 'issue.handbook')}</Button>
      <Submit>{t('issue.use')}</Submit>
    </>}>
      <div class="newcard">
        <span>{say(card.address)}</span>
        <b>{card.card.replace(/(\d{4})(?=\d)/g, '$1 ')}</b>
        <small>{t('card.until', {day: card.last_day})}</small>
      </div>
      <p class="note">{t('issue.once')}</p>
      <Facts rows={[
        card.clause !== undefined && [t('issue.by'), card.clause],
        [t('points.title'), count(card.points.balance)],
      ]} />
      <ul class="prompts">{card.prompts.map((p, i) => <li key={i}><span>{say(p.message)}</span></li>)}</ul>
    </Panel>
  );
}
