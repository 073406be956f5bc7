// Wedge: scanners and stripe readers that are keyboards, told from people by their speed.
//
// Wherever the cursor is, a burst of keys that ends with Enter is a scan: what it typed is taken out
// of the field again and goes to where scans go. Under an input method the letters never arrive as
// letters, so that the physical keys are read then (US layout, which is what scanners send).

const longestGap = 50; // ms between two keys of a reader
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
  private last = -Infinity;
  private field: HTMLInputElement | HTMLTextAreaElement | null = null;
  private before = '';

  constructor(private readonly scanned: (text: string) => void) {}

  // True: this key ended a scan and is nobody else's.
  hear(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const gap = event.timeStamp - this.last;
    const enter = event.code === 'Enter' || event.code === 'NumpadEnter' || event.key === 'Enter';
    if (enter) {
      const text = gap <= longestGap && this.text.length >= shortest ? this.text : '';
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
    if (gap > longestGap) this.begin(event.target);
    this.text += character;
    this.last = event.timeStamp;
    return false;
  }

  // Whether the keys come as a reader's do: a single digit is not picked then.
  get fast(): boolean {
    return this.text.length > 1;
  }

  private begin(target: EventTarget | null) {
    this.text = '';
    const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    this.field = field ? target : null;
    this.before = field ? target.value : '';
  }

  // Where the scan began in no field, its first key moved the cursor into the box, which was empty.
  private undo() {
    const active = document.activeElement;
    const field = this.field ?? (active instanceof HTMLInputElement ? active : null);
    if (!field) return;
    field.value = this.field ? this.before : '';
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }
}
