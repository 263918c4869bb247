import { isAscii } from 'node:buffer';
import type { DatasetColumn } from '@ml/domain/collection/dataset';
import type { RowFields } from '@ml/domain/collection/quality-tally';

const LINE_FEED = 0x0a;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;
const ESCAPED = /\\(.)/g;
const MEANINGS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
/** Texts of a column that are known again; a power of two. */
const KNOWN = 256;
/** What is longer is seldom the same twice. */
const LONGEST_REPEATED = 160;
const FNV_PRIME = 0x01000193;
/** Of what is no object so many characters are told apart: hashes and few words. */
const TOLD_APART = 16;
const MINUS = 0x2d;
const POINT = 0x2e;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
/** So many digits are exact in a number, and so is the power of ten below them: their quotient is the decimal's nearest number. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/** Whole lines of COPY's text format out of pieces that are cut anywhere. Only a line that is cut is put together: copies of all the rest would be the most of what is allocated. */
export async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const piece of pieces) {
    const start = rest.length === 0 ? 0 : piece.indexOf(LINE_FEED) + 1;
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (start > 0) {
      yield Buffer.concat([...rest, piece.subarray(0, start)]);
      rest = [];
    }
    if (end > start) yield piece.subarray(start, end);
    if (end < piece.length) rest.push(piece.subarray(end));
  }
}

/** A row while it is looked at; the next one takes its place. */
export interface CopiedRow extends RowFields {
  /** Fields lie in it as COPY writes them, from their start up to their end: what is only written on need not become a text. */
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Whether its bytes are not yet what is meant. */
  hasEscape(at: number): boolean;
}

interface KnownText {
  /** As it is in the line, a character for each byte. */
  readonly raw: string;
  readonly text: string;
}

/**
 * Cuts lines into fields. Most texts of most columns were there before: those are not made anew, which halves the work and spares the memory. Numbers
 * never become texts, and texts that do not repeat only for who asks for them.
 */
export class RowCutter implements CopiedRow {
  private readonly last: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  private readonly repeats: readonly boolean[];
  private readonly objects: readonly boolean[];
  /** So many places for each column. */
  private readonly known: (KnownText | undefined)[];
  bytes: Buffer = Buffer.alloc(0);
  /** A character for each byte, so that places are the same in both. */
  private lines = '';
  private isPlain = true;
  private searchedFrom = 0;
  private nextEscape = -1;

  constructor(columns: readonly Pick<DatasetColumn, 'type'>[]) {
    this.last = columns.length - 1;
    this.starts = new Int32Array(columns.length);
    this.ends = new Int32Array(columns.length);
    this.repeats = columns.map(({ type }) => type === 'word' || type === 'json' || type === 'time');
    this.objects = columns.map(({ type }) => type === 'json');
    this.known = new Array<KnownText | undefined>(columns.length * KNOWN).fill(undefined);
  }

  /** @returns how many rows there are */
  eachRow(lines: Buffer, take: (row: CopiedRow) => void): number {
    this.bytes = lines;
    this.isPlain = isAscii(lines);
    this.lines = lines.toString('latin1');
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
    return this.sizeOf(at) === 2 && this.bytes[start] === BACKSLASH && this.bytes[start + 1] === CAPITAL_N;
  }

  text(at: number): string | null {
    if (this.isNull(at)) return null;
    return this.isKept(at) ? this.knownText(at) : this.textOf(at);
  }

  number(at: number): number | null {
    if (this.isNull(at)) return null;
    const start = this.starts[at] ?? 0;
    const end = this.ends[at] ?? 0;
    const value = end - start > EXACT_DIGITS ? Number.NaN : shortDecimal(this.bytes, start, end);
    return Number.isNaN(value) ? Number(this.textOf(at)) : value;
  }

  private isKept(at: number): boolean {
    return this.repeats[at] === true && this.sizeOf(at) <= LONGEST_REPEATED;
  }

  /** The next backslash is looked for once, not for each field before it. */
  hasEscape(at: number): boolean {
    const start = this.starts[at] ?? 0;
    if (start < this.searchedFrom || start > this.nextEscape) {
      const found = this.lines.indexOf('\\', start);
      this.searchedFrom = start;
      this.nextEscape = found === -1 ? Number.POSITIVE_INFINITY : found;
    }
    return this.nextEscape < (this.ends[at] ?? 0);
  }

  private sizeOf(at: number): number {
    return (this.ends[at] ?? 0) - (this.starts[at] ?? 0);
  }

  private textOf(at: number): string {
    const start = this.starts[at] ?? 0;
    const end = this.ends[at] ?? 0;
    return unescaped(this.isPlain ? this.lines.slice(start, end) : this.bytes.toString('utf8', start, end));
  }

  private knownText(at: number): string {
    const slot = this.slotOf(at);
    const known = this.known[slot];
    const start = this.starts[at] ?? 0;
    if (known?.raw.length === this.sizeOf(at) && this.lines.startsWith(known.raw, start)) return known.text;
    const end = this.ends[at] ?? 0;
    // A copy: a part of the lines would keep all of them in memory.
    const raw = this.bytes.toString('latin1', start, end);
    const text = unescaped(isAscii(this.bytes.subarray(start, end)) ? raw : this.bytes.toString('utf8', start, end));
    this.known[slot] = { raw, text };
    return text;
  }

  private slotOf(at: number): number {
    const { bytes } = this;
    const end = this.ends[at] ?? 0;
    const size = this.sizeOf(at);
    // Objects differ somewhere in the middle.
    const step = this.objects[at] === true ? 1 : 1 + Math.floor(size / TOLD_APART);
    let mixed = size;
    for (let place = this.starts[at] ?? 0; place < end; place += step) mixed = Math.imul(mixed ^ (bytes[place] ?? 0), FNV_PRIME);
    return at * KNOWN + ((mixed ^ (mixed >>> 16)) & (KNOWN - 1));
  }
}

const unescaped = (field: string): string => (field.includes('\\') ? field.replace(ESCAPED, (_, character: string) => MEANINGS[character] ?? character) : field);

/** NaN: it is no short decimal. */
const shortDecimal = (bytes: Uint8Array, start: number, end: number): number => {
  const isNegative = bytes[start] === MINUS;
  let whole = 0;
  let pointAt = end - 1;
  for (let place = isNegative ? start + 1 : start; place < end; place += 1) {
    const code = bytes[place] ?? 0;
    if (code === POINT) {
      pointAt = place;
      continue;
    }
    if (code < DIGIT_0 || code > DIGIT_9) return Number.NaN;
    whole = whole * 10 + code - DIGIT_0;
  }
  const value = whole / (POWERS_OF_TEN[end - 1 - pointAt] ?? Number.NaN);
  return isNegative ? -value : value;
};
