import { CLASSES, CLOSE, COMMA, NEWLINE, OPEN, QUOTE, SPACE } from '../body/byte-classes';

const ANYTHING_ELSE = 0;
const BACKSLASH = 0x5c;
const QUOTATION_MARK = 0x22;

/** Finds where one JSON value ends in bytes that arrive piece by piece. That its brackets match has been seen to before. */
export class ValueEnd {
  private depth = 0;
  private inString = false;
  private escaped = false;

  /** For the next value. */
  reset(): void {
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  /** Index after its last byte; -1: it goes on in the next chunk. */
  find(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; ) {
      if (this.inString) {
        at = this.throughString(chunk, at);
        if (!this.inString && this.depth === 0) return at;
        continue;
      }
      const byteClass = CLASSES[chunk[at] as number] as number;
      if (this.depth === 0 && endsScalar(byteClass)) return at;
      at += 1;
      if (byteClass !== ANYTHING_ELSE && this.meets(byteClass)) return at;
    }
    return -1;
  }

  /** Whether it was the bracket that ends the value. */
  private meets(byteClass: number): boolean {
    if (byteClass === QUOTE) this.inString = true;
    else if (byteClass === OPEN) this.depth += 1;
    else if (byteClass === CLOSE) {
      this.depth -= 1;
      return this.depth === 0;
    }
    return false;
  }

  /** Index after the closing quote, or the chunk's length. */
  private throughString(chunk: Uint8Array, from: number): number {
    let escaped = this.escaped;
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      // Written out: it sees every byte of every name.
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTATION_MARK) {
        this.inString = false;
        this.escaped = false;
        return at + 1;
      }
    }
    this.escaped = escaped;
    return chunk.length;
  }
}

const endsScalar = (byteClass: number): boolean => byteClass === COMMA || byteClass === CLOSE || byteClass === SPACE || byteClass === NEWLINE;
