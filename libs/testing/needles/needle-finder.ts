import { needleForms } from './needle-forms';

const PREFIX = 8;
const SLOTS = 1 << 22;

interface Form {
  readonly text: string;
  readonly bytes: Buffer;
}

const slotOf = (low: number, high: number): number => (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 10;

/** Finds thousands of texts, in all their forms, in one pass over bytes. */
export class NeedleFinder {
  private readonly slots = new Uint8Array(SLOTS);
  private readonly forms = new Map<string, Form[]>();

  constructor(texts: readonly string[]) {
    for (const text of texts) for (const bytes of needleForms(text)) this.add({ text, bytes });
  }

  /** Which of them are in there, by their plain text. */
  find(bytes: Buffer): readonly string[] {
    const found = new Set<string>();
    let [low, high] = [0, 0];
    for (let end = 0; end < bytes.length; end += 1) {
      low = (low >>> 8) | (high << 24);
      high = (high >>> 8) | ((bytes[end] ?? 0) << 24);
      if (end >= PREFIX - 1 && this.slots[slotOf(low, high)] === 1) this.look(bytes, end - PREFIX + 1, found);
    }
    return [...found];
  }

  private look(bytes: Buffer, at: number, found: Set<string>): void {
    const candidates = this.forms.get(bytes.toString('latin1', at, at + PREFIX)) ?? [];
    for (const { text, bytes: form } of candidates) if (bytes.subarray(at, at + form.length).equals(form)) found.add(text);
  }

  private add(form: Form): void {
    const prefix = form.bytes.toString('latin1', 0, PREFIX);
    const known = this.forms.get(prefix);
    if (known === undefined) this.forms.set(prefix, [form]);
    else known.push(form);
    this.slots[slotOf(form.bytes.readInt32LE(0), form.bytes.readInt32LE(4))] = 1;
  }
}
