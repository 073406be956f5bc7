// A signature on the screen (S8), for stores that print from the browser: it goes on that paper and
// nowhere else. The page forgets it with the panel, and the service never sees it.

import {useSignal} from '@preact/signals';
import {useLayoutEffect, useRef} from 'preact/hooks';
import {t} from '../../lib/lang';
import {Button} from '../../lib/ui';

const width = 600;
const height = 150;

export function Signature() {
  const open = useSignal(false);
  const strokes = useSignal<string[]>([]); // each a path
  const drawing = useSignal(false);
  const pad = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => pad.current?.scrollIntoView({block: 'nearest'}), [open.value]);
  const at = (event: PointerEvent) => {
    const frame = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const x = ((event.clientX - frame.left) / frame.width) * width;
    const y = ((event.clientY - frame.top) / frame.height) * height;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const begin = (event: PointerEvent) => {
    event.preventDefault();
    (event.currentTarget as SVGSVGElement).setPointerCapture(event.pointerId);
    drawing.value = true;
    strokes.value = [...strokes.value, `M${at(event)}l0 .1`];
  };
  const draw = (event: PointerEvent) => {
    if (!drawing.value) return;
    const last = strokes.value.length - 1;
    strokes.value = strokes.value.map((path, i) => (i === last ? `${path}L${at(event)}` : path));
  };
  const end = () => (drawing.value = false);
  if (!open.value) return <div class="buttons"><Button look="quiet" onPress={() => (open.value = true)}>{t('sign.open')}</Button></div>;
  return (
    <div class="signing" ref={pad}>
      <svg class="signature" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('sign.here')}
           onPointerDown={begin} onPointerMove={draw} onPointerUp={end} onPointerCancel={end}>
        <line x1="20" x2={width - 20} y1={height - 30} y2={height - 30} />
        {strokes.value.map((path, i) => <path key={i} d={path} />)}
      </svg>
      <div class="buttons">
        <small>{t('sign.kept')}</small>
        <Button look="quiet" onPress={() => (strokes.value = [])} disabled={strokes.value.length === 0}>{t('sign.again')}</Button>
      </div>
    </div>
  );
}
