// Keys: the list, and how to change them.

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {acts, bind, chooseKey, keyLabel, keys, standard, standardKeys, type Act} from '../../lib/keys';
import {t} from '../../lib/lang';
import {Button, Panel} from '../../lib/ui';
import {go} from '../route';
import {tell} from '../notice';

export function Help() {
  const changing = useSignal<Act | undefined>(undefined);
  const change = (act: Act) => {
    changing.value = act;
    chooseKey((key) => {
      changing.value = undefined;
      if (!bind(act, key)) tell({tone: 'warn', word: 'keys.taken', facts: {key: keyLabel(key)}});
    });
  };
  useEffect(() => () => chooseKey(undefined), []);
  return (
    <Panel title="help" onBack={() => go('sale')} actions={<Button onPress={standard}>{t('keys.standard')}</Button>}>
      <p class="lead">{t('help.box')}</p>
      <ul class="keys">
        {acts.map((act) => (
          <li key={act}>
            <span>{t(`key.${act}`)}</span>
            <button type="button" class={changing.value === act ? 'button on' : 'button quiet'} onClick={() => change(act)}
                    aria-label={t('keys.change', {what: t(`key.${act}`)})}>
              {changing.value === act ? <span>{t('keys.press')}</span> : <kbd>{keyLabel(keys.value[act])}</kbd>}
              {keys.value[act] !== standardKeys[act] && <small>*</small>}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
