import { AppError } from '@ml/contracts/app-error';
import { CLASSES, CLOSE, COLON, COMMA, LEFT_BRACE, NEWLINE, OPEN, QUOTE, RIGHT_BRACE, RIGHT_BRACKET, SPACE } from './byte-classes';
import { jsonFault, type JsonPlace } from './json-fault';
import { WHOLE_BODY } from './whole-body';

/** A top-level field and where the bytes of its value are: `[start, end)`. */
export interface Member {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** Of its first byte. */
  readonly place: JsonPlace;
}

type Step = 'body' | 'first-key' | 'next-key' | 'colon' | 'value' | 'scalar' | 'nested' | 'after-value' | 'done';

/** Deeper than any Kubernetes or AWS object; keeps recursive readers behind us from overflowing their stack. */
export const MAX_DEPTH = 200;
/** 250,000 pods have fewer. Beyond it a JSON parser needs minutes and gigabytes for a body that is small, most of all when compressed. */
export const MAX_CONTAINERS = 6_000_000;
/** An envelope has fewer than ten fields. */
export const MAX_MEMBERS = 64;
const MAX_KEY_BYTES = 256;
const decoder = new TextDecoder('utf-8', { fatal: true });

const tooManyContainers = (path = WHOLE_BODY): AppError =>
  new AppError('BODY_TOO_LARGE', `the body holds more than ${MAX_CONTAINERS} objects and lists`, { path, details: { limit_objects: MAX_CONTAINERS } });

/** ASCII and no escape: the byte is the character. */
const isPlain = (byte: number): boolean => byte < 0x80 && byte !== 0x5c;

/**
 * Finds the top-level fields of a JSON object in bytes that arrive piece by piece, without reading the values.
 * Throws BAD_JSON when the top level is not JSON or brackets or strings do not end; what is inside a value is for whoever parses that value.
 */
export class TopLevelScanner {
  private step: Step = 'body';
  private inString = false;
  private escaped = false;
  private readonly brackets = new Uint8Array(MAX_DEPTH);
  private depth = 0;
  private containers = 0;
  /** Bytes before the chunk at hand. */
  private before = 0;
  private line = 1;
  private lineStart = 0;
  private key: string | undefined;
  private keyBytes: number[] | undefined;
  private place: JsonPlace = { position: 0, line: 1, column: 1 };
  private readonly members = new Map<string, Member>();

  feed(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) at = this.inString ? this.throughString(chunk, at) : this.step === 'nested' ? this.throughNested(chunk, at) : this.take(chunk, at);
    this.before += chunk.length;
  }

  /** Call after the last piece. */
  end(): readonly Member[] {
    if (this.step === 'body') throw this.fault('the body is empty', 0);
    if (this.step !== 'done') throw this.fault('the body ends too early', 0);
    return [...this.members.values()];
  }

  /** Where the value of a field lies that is an object or a list, or has ended; its end is Infinity while it is not known. undefined: it has not begun. */
  extent(key: string): Pick<Member, 'start' | 'end'> | undefined {
    const begun = this.key === key && this.step === 'nested';
    return begun ? { start: this.place.position, end: Infinity } : this.members.get(key);
  }

  /** Returns the index of the first byte that was not used up. */
  private throughString(chunk: Uint8Array, from: number): number {
    const at = this.stringEnd(chunk, from);
    this.rememberKey(chunk, from, at);
    if (at === chunk.length) return at;
    this.inString = false;
    this.stringEnds(at);
    return at + 1;
  }

  /** Index of the closing quote; the chunk's length when it is not in this chunk. */
  private stringEnd(chunk: Uint8Array, from: number): number {
    let escaped = this.escaped;
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      // Written out: this and the next loop see every byte of every body.
      if (byte < 0x20) throw this.fault('a control character inside a string', at);
      if (escaped) escaped = false;
      else if (byte === 0x5c) escaped = true;
      else if (byte === 0x22) break;
    }
    this.escaped = escaped;
    return at;
  }

  private throughNested(chunk: Uint8Array, from: number): number {
    const classes = CLASSES;
    for (let at = from; at < chunk.length; at += 1) {
      const byteClass = classes[chunk[at] as number] as number;
      // Written out: only quotes, brackets and line ends mean anything here.
      if (byteClass === 0 || byteClass > 4) continue;
      if (byteClass === QUOTE) {
        this.inString = true;
        return at + 1;
      }
      if (byteClass === OPEN) this.open(chunk[at] as number, at);
      else if (byteClass === NEWLINE) this.newLine(at);
      else if (byteClass === CLOSE && this.closes(chunk[at] as number, at)) {
        this.valueEnds(at + 1);
        return at + 1;
      }
    }
    return chunk.length;
  }

  /** One byte at the top level, outside of strings and of nested values. */
  private take(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] as number;
    const byteClass = CLASSES[byte] as number;
    if (this.step === 'scalar') return this.takeInScalar(byteClass, at);
    if (byteClass === NEWLINE) this.newLine(at);
    else if (byteClass !== SPACE) this.takeSignificant(byte, byteClass, at);
    return at + 1;
  }

  /** Numbers, true, false, null: up to the next separator, which is not used up. */
  private takeInScalar(byteClass: number, at: number): number {
    const ends = byteClass === SPACE || byteClass === NEWLINE || byteClass === COMMA || byteClass === CLOSE;
    if (!ends) return at + 1;
    this.valueEnds(at);
    return at;
  }

  private takeSignificant(byte: number, byteClass: number, at: number): void {
    if (this.step === 'body') return this.begin(byte, at);
    if (this.step === 'first-key' || this.step === 'next-key') return this.beginKey(byte, byteClass, at);
    if (this.step === 'colon') {
      if (byteClass !== COLON) throw this.fault('a colon is missing', at, this.key);
      this.step = 'value';
      return;
    }
    if (this.step === 'value') return this.beginValue(byte, byteClass, at);
    if (this.step === 'done') throw this.fault('something follows the end of the body', at);
    if (byteClass === COMMA) this.step = 'next-key';
    else if (byte === RIGHT_BRACE) this.step = 'done';
    else throw this.fault('a comma or the closing brace is missing', at);
  }

  private begin(byte: number, at: number): void {
    if (byte !== LEFT_BRACE) throw this.fault('the body must be a JSON object; something else begins', at);
    this.step = 'first-key';
  }

  private beginKey(byte: number, byteClass: number, at: number): void {
    if (this.step === 'first-key' && byte === RIGHT_BRACE) {
      this.step = 'done';
      return;
    }
    if (byteClass !== QUOTE) throw this.fault('the name of a field is missing', at);
    if (this.members.size >= MAX_MEMBERS) throw new AppError('UNKNOWN_FIELD', `the body has more than ${MAX_MEMBERS} fields`, { path: WHOLE_BODY });
    this.keyBytes = [];
    this.inString = true;
  }

  private beginValue(byte: number, byteClass: number, at: number): void {
    this.place = this.placeOf(at);
    if (byteClass === QUOTE) this.inString = true;
    else if (byteClass === OPEN) {
      this.step = 'nested';
      this.open(byte, at);
    } else if (byteClass === COMMA || byteClass === CLOSE || byteClass === COLON) throw this.fault('a value is missing', at, this.key);
    else this.step = 'scalar';
  }

  private rememberKey(chunk: Uint8Array, from: number, to: number): void {
    if (this.keyBytes === undefined) return;
    const room = MAX_KEY_BYTES - this.keyBytes.length;
    for (const byte of chunk.subarray(from, Math.min(to, from + room))) this.keyBytes.push(byte);
  }

  private stringEnds(at: number): void {
    if (this.keyBytes !== undefined) {
      this.key = this.readKey(this.keyBytes, at);
      this.keyBytes = undefined;
      this.step = 'colon';
    } else if (this.step === 'value') this.valueEnds(at + 1);
  }

  private readKey(bytes: readonly number[], at: number): string {
    // Longer than any name of ours: it will be refused by its beginning.
    if (bytes.length === MAX_KEY_BYTES) return `${Buffer.from(bytes.slice(0, 64)).toString('latin1')}...`;
    const key = this.parseKey(bytes, at);
    if (this.members.has(key)) throw new AppError('DUPLICATE_FIELD', 'the field is given twice', { path: key });
    return key;
  }

  private parseKey(bytes: readonly number[], at: number): string {
    if (bytes.every(isPlain)) return String.fromCharCode(...bytes);
    try {
      return JSON.parse(`"${decoder.decode(Uint8Array.from(bytes))}"`) as string;
    } catch {
      throw this.fault('the name of a field cannot be read', at);
    }
  }

  private open(byte: number, at: number): void {
    // The body's own brace is a level too.
    this.containers += 1;
    if (this.containers > MAX_CONTAINERS) throw tooManyContainers(this.key);
    if (this.depth === MAX_DEPTH - 1) throw this.fault(`values are nested deeper than ${MAX_DEPTH} levels`, at, this.key);
    this.brackets[this.depth] = byte === LEFT_BRACE ? RIGHT_BRACE : RIGHT_BRACKET;
    this.depth += 1;
  }

  /** Whether this bracket ends the whole value. */
  private closes(byte: number, at: number): boolean {
    this.depth -= 1;
    if (this.brackets[this.depth] !== byte) throw this.fault('brackets do not match', at, this.key);
    return this.depth === 0;
  }

  private valueEnds(at: number): void {
    const key = this.key as string;
    this.members.set(key, { key, start: this.place.position, end: this.before + at, place: this.place });
    this.step = 'after-value';
  }

  private newLine(at: number): void {
    this.line += 1;
    this.lineStart = this.before + at + 1;
  }

  private fault(what: string, at: number, path?: string): AppError {
    return jsonFault(what, this.placeOf(at), path);
  }

  private placeOf(at: number): JsonPlace {
    const position = this.before + at;
    return { position, line: this.line, column: position - this.lineStart + 1 };
  }
}
