import { isAscii } from 'node:buffer';
import type { DatasetColumn } from '@ml/domain/collection/dataset';
import type { RowFields } from '@ml/domain/collection/quality-tally';

const LINE_FEED = 0x0a;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;
const ESCAPED = /\\(.)/g;
const MEANINGS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
/** Texts of a column that are known again; a power of two. */
const KNOWN = 64;
/** What is longer is seldom the same twice. */
const LONGEST_REPEATED = 160;

/** Whole lines of COPY's text format out of pieces that are cut anywhere. */
export async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end === 0) {
      rest.push(piece);
      continue;
    }
    const lines = piece.subarray(0, end);
    yield rest.length === 0 ? lines : Buffer.concat([...rest, lines]);
    rest = end === piece.length ? [] : [piece.subarray(end)];
  }
}

/** A row while it is looked at; the next one takes its place. */
export interface CopiedRow extends RowFields {
  /** The text, or its bytes where they are at hand and the text is not: what is only written on need not become a text. */
  raw(at: number): string | Uint8Array | null;
}

interface KnownText {
  /** As it is in the line. */
  readonly raw: string;
  readonly text: string;
}

/** Cuts lines into fields. Most texts of most columns were there before: those are not made anew, which halves the work and spares the memory. */
export class RowCutter implements CopiedRow {
  private readonly last: number;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly repeats: readonly boolean[];
  /** So many places for each column. */
  private readonly known: (KnownText | undefined)[];
  private bytes: Buffer = Buffer.alloc(0);
  private lines = '';
  private isPlain = true;
  private searchedFrom = 0;
  private nextEscape = -1;

  constructor(columns: readonly Pick<DatasetColumn, 'type'>[]) {
    this.last = columns.length - 1;
    this.starts = new Int32Array(columns.length);
    this.ends = new Int32Array(columns.length);
    this.repeats = columns.map(({ type }) => type !== 'text');
    this.known = new Array<KnownText | undefined>(columns.length * KNOWN).fill(undefined);
  }

  /** @returns how many rows there are */
  eachRow(lines: Buffer, take: (row: CopiedRow) => void): number {
    this.bytes = lines;
    this.isPlain = isAscii(lines);
    this.lines = lines.toString(this.isPlain ? 'latin1' : 'utf8');
    this.searchedFrom = 0;
    this.nextEscape = -1;
    const { starts, ends, last } = this;
    let rows = 0;
    for (let start = 0; start < this.lines.length; rows += 1) {
      for (let at = 0; at <= last; at += 1) {
        const end = this.lines.indexOf(at === last ? '\n' : '\t', start);
        starts[at] = start;
        ends[at] = end;
        start = end + 1;
      }
      take(this);
    }
    return rows;
  }

  isNull(at: number): boolean {
    const start = this.starts[at] ?? 0;
    return this.sizeOf(at) === 2 && this.lines.charCodeAt(start) === BACKSLASH && this.lines.charCodeAt(start + 1) === CAPITAL_N;
  }

  text(at: number): string | null {
    if (this.isNull(at)) return null;
    return this.repeats[at] === true ? this.knownText(at) : this.textOf(at);
  }

  raw(at: number): string | Uint8Array | null {
    if (this.isNull(at)) return null;
    if (this.repeats[at] === true && this.sizeOf(at) <= LONGEST_REPEATED) return this.knownText(at);
    const [start, end] = [this.starts[at] ?? 0, this.ends[at] ?? 0];
    return this.isPlain && !this.hasEscape(start, end) ? this.bytes.subarray(start, end) : this.textOf(at);
  }

  /** The next backslash is looked for once, not for each field before it. */
  private hasEscape(start: number, end: number): boolean {
    if (start < this.searchedFrom || start > this.nextEscape) {
      const found = this.lines.indexOf('\\', start);
      this.searchedFrom = start;
      this.nextEscape = found === -1 ? Number.POSITIVE_INFINITY : found;
    }
    return this.nextEscape < end;
  }

  private sizeOf(at: number): number {
    return (this.ends[at] ?? 0) - (this.starts[at] ?? 0);
  }

  private textOf(at: number): string {
    return unescaped(this.lines.slice(this.starts[at], this.ends[at]));
  }

  private knownText(at: number): string {
    const known = this.lookUp(at);
    if (known !== undefined) return known.text;
    const text = this.textOf(at);
    this.known[this.slotOf(at)] = { raw: this.lines.slice(this.starts[at], this.ends[at]), text };
    return text;
  }

  private lookUp(at: number): KnownText | undefined {
    const known = this.known[this.slotOf(at)];
    return known?.raw.length === this.sizeOf(at) && this.lines.startsWith(known.raw, this.starts[at]) ? known : undefined;
  }

  private slotOf(at: number): number {
    const { lines } = this;
    const start = this.starts[at] ?? 0;
    const size = this.sizeOf(at);
    const mixed = size * 7 + lines.charCodeAt(start) + 3 * lines.charCodeAt(start + size - 1) + 5 * lines.charCodeAt(start + (size >> 1));
    return at * KNOWN + (mixed & (KNOWN - 1));
  }
}

const unescaped = (field: string): string => (field.includes('\\') ? field.replace(ESCAPED, (_, character: string) => MEANINGS[character] ?? character) : field);
