// Small parts that every page is made of.

import type {ComponentChildren} from 'preact';
import {useId, useLayoutEffect, useRef} from 'preact/hooks';
import {keyLabel, keys, useKey, type Act} from './keys';
import {t} from './lang';
import {yuan, type Fen} from './money';
import type {Word} from './words';

export function Key({act}: {act: Act}) {
  return <kbd>{keyLabel(keys.value[act])}</kbd>;
}

interface ButtonProps {
  act?: Act | undefined;
  onPress: () => void;
  children: ComponentChildren;
  look?: 'main' | 'plain' | 'quiet' | 'danger';
  disabled?: boolean | undefined;
  pressed?: boolean | undefined;
  class?: string;
  label?: string | undefined;
  heard?: boolean; // false: the key is shown, and heard elsewhere
}

// A button, and the key that presses it.
export function Button(props: ButtonProps) {
  const {act, onPress, children, look = 'plain', disabled = false, pressed, heard = true} = props;
  return (
    <button type="button" class={`button ${look} ${props.class ?? ''}`} onClick={onPress} disabled={disabled}
            aria-pressed={pressed} aria-label={props.label} aria-keyshortcuts={act ? keys.value[act] : undefined}>
      <span>{children}</span>
      {act && <Key act={act} />}
      {act && heard && <Hears act={act} hear={() => (disabled ? false : onPress())} />}
    </button>
  );
}

function Hears({act, hear}: {act: Act; hear: () => boolean | void}) {
  useKey(act, hear);
  return null;
}

export function Money({fen, big, sign}: {fen: Fen; big?: boolean; sign?: boolean}) {
  const text = yuan(Math.abs(fen));
  const minus = fen < 0 ? '−' : sign && fen > 0 ? '+' : '';
  return <span class={big ? 'money big' : 'money'}>{minus}<i>¥</i>{text}</span>;
}

// The clause of the policy that something follows from.
export function Clause({id}: {id: string}) {
  return id === 'none' ? null : <abbr class="clause" title={t('clause', {id})}>{id}</abbr>;
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'tel' | 'date' | 'password' | 'search' | 'month';
  mode?: 'numeric' | 'decimal' | 'tel' | 'text';
  focus?: boolean;
  name?: string;
  required?: boolean;
  complete?: string;
  max?: number;
}

export function Field(props: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (props.focus) input.current?.focus();
  }, []);
  return (
    <div class={props.wrong ? 'field wrong' : 'field'}>
      <label for={id}>{props.label}{props.required === false && <small>{t('optional')}</small>}</label>
      <input id={id} ref={input} type={props.type ?? 'text'} inputMode={props.mode} value={props.value}
             name={props.name} maxLength={props.max ?? 200} autoComplete={props.complete ?? 'off'} spellcheck={false}
             aria-invalid={props.wrong ? true : undefined} aria-describedby={props.wrong || props.hint ? id + 'h' : undefined}
             onInput={(e) => props.onValue(e.currentTarget.value)} />
      {(props.wrong || props.hint) && <p id={id + 'h'} class="hint">{props.wrong || props.hint}</p>}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly (readonly [T, string])[];
  value: T | '';
  onValue: (value: T) => void;
  wrong?: string | undefined;
}

export function Choice<T extends string>({label, options, value, onValue, wrong}: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class={wrong ? 'choice wrong' : 'choice'}>
      <legend>{label}</legend>
      <div class="options">
        {options.map(([option, text]) => (
          <label key={option} class={value === option ? 'option on' : 'option'}>
            <input type="radio" name={name} checked={value === option} onChange={() => onValue(option)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
      {wrong && <p class="hint">{wrong}</p>}
    </fieldset>
  );
}

// A panel over the basket: its title, what it holds, the keys below. Esc goes back.
export function Panel(props: {title: Word; onBack: () => void; onSubmit?: () => void; children: ComponentChildren;
                              actions?: ComponentChildren; note?: ComponentChildren}) {
  useKey('back', () => props.onBack());
  const form = useRef<HTMLFormElement>(null);
  useKey('finish', () => (props.onSubmit ? form.current?.requestSubmit() : false));
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('.body input:not([type=checkbox]):not([type=radio]), .body select');
    if (!form.current?.contains(document.activeElement)) (first ?? title.current)?.focus();
  }, []);
  return (
    <form class="panel" ref={form} aria-label={t(props.title)} noValidate
          onSubmit={(e) => { e.preventDefault(); props.onSubmit?.(); }}>
      <header>
        <h2 ref={title} tabIndex={-1}>{t(props.title)}</h2>
        {props.note}
        <button type="button" class="button quiet" onClick={props.onBack}><span>{t('back')}</span><Key act="back" /></button>
      </header>
      <div class="body" tabIndex={0}>{props.children}</div>
      {props.actions && <footer>{props.actions}</footer>}
    </form>
  );
}

export function Submit({children, disabled, look = 'main'}: {children: ComponentChildren; disabled?: boolean | undefined; look?: 'main' | 'danger'}) {
  return <button type="submit" class={`button ${look}`} disabled={disabled}><span>{children}</span><Key act="finish" /></button>;
}

export function Facts({rows}: {rows: readonly (readonly [string, ComponentChildren] | false | undefined)[]}) {
  return (
    <dl class="facts">
      {rows.map((row) => row && <div key={row[0]}><dt>{row[0]}</dt><dd>{row[1]}</dd></div>)}
    </dl>
  );
}

// Drawn, because a till's fonts have no pictures.
const drawings = {
  cake: 'M4 20h16M5 20v-7a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v7M5 15c2 2 4 2 7 0s5-2 7 0M12 11V8M12 5v.5',
  gift: 'M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7C9 7 7 6 7 4.500S11 3 12 7c1-4 5-4 5-2.500S15 7 12 7',
  up: 'M12 20V5M6 11l6-6 6 6',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3',
  book: 'M4 5c3-1 6-1 8 1 2-2 5-2 8-1v14c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v14',
  star: 'M12 3l2.700 5.800 6.300.700-4.700 4.300 1.300 6.200L12 17l-5.600 3 1.300-6.200L3 9.500l6.300-.700z',
  heart: 'M12 20C5 15 3 12 3 9a4.500 4.500 0 0 1 9-1 4.500 4.500 0 0 1 9 1c0 3-2 6-9 11z',
  alert: 'M12 4v10M12 19v.5',
  dot: 'M12 12v.5',
} as const;
export type Drawing = keyof typeof drawings;
export function Icon({name}: {name: Drawing}) {
  return <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={drawings[name]} /></svg>;
}
