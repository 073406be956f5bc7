// Wedge: scanners and stripe readers that are keyboards, told from people by their speed.
//
// Wherever the cursor is, a burst of keys that ends with Enter is a scan: what it typed is taken out
// of the field again and goes to where scans go. Under an input method the letters never arrive as
// letters, so that the physical keys are read then (US layout, which is what scanners send).

const fast = 50; // ms from key to key; people are slower
const pause = 300; // begins something new
const shortest = 4;

const unshifted: Record<string, string> = {
  Minus: '-', Equal: '=', BracketLeft: '[', BracketRight: ']', Backslash: '\\', Semicolon: ';',
  Quote: "'", Comma: ',', Period: '.', Slash: '/', Backquote: '`', Space: ' ',
};
const shifted: Record<string, string> = {
  Minus: '_', Equal: '+', BracketLeft: '{', BracketRight: '}', Backslash: '|', Semicolon: ':',
  Quote: '"', Comma: '<', Period: '>', Slash: '?', Backquote: '~', Space: ' ',
};
const digitSigns = ')!@#$%^&*(';

export function characterOf(code: string, shift: boolean): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit) return shift && code.startsWith('Digit') ? digitSigns[Number(digit)]! : digit;
  return (shift ? shifted : unshifted)[code] ?? '';
}

export class Wedge {
  private text = '';
  private slow = 0; // keys that came later than a reader's do: a busy machine delays a few
  private last = -Infinity;
  private field: HTMLInputElement | HTMLTextAreaElement | null = null;
  private before = '';

  constructor(private readonly scanned: (text: string) => void) {}

  // True: this key ended a scan and is nobody else's.
  hear(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const gap = event.timeStamp - this.last;
    if (event.code === 'Enter' || event.code === 'NumpadEnter' || event.key === 'Enter') {
      const text = gap <= pause && this.isScan() ? this.text : '';
      this.text = '';
      if (!text) return false;
      this.undo();
      event.preventDefault();
      event.stopPropagation();
      this.scanned(text);
      return true;
    }
    const byCode = event.isComposing || event.key === 'Process' || event.keyCode === 229;
    const character = byCode ? characterOf(event.code, event.shiftKey)
                             : event.key.length === 1 ? event.key : '';
    if (!character) return false; // Shift and the like come between
    if (gap > pause) this.begin(event.target);
    else if (gap > fast) ++this.slow;
    this.text += character;
    this.last = event.timeStamp;
    return false;
  }

  private isScan(): boolean {
    return this.text.length >= shortest && this.slow * 3 < this.text.length;
  }

  private begin(target: EventTarget | null) {
    this.text = '';
    this.slow = 0;
    const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    this.field = field ? target : null;
    this.before = field ? target.value : '';
  }

  // Where the scan began in no field, its first key moved the cursor into the box, which was empty.
  private undo() {
    const active = document.activeElement;
    const field = this.field ?? (active instanceof HTMLInputElement ? active : null);
    if (!field) return;
    field.value = this.field && field.id !== 'box' ? this.before : '';
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }
}
