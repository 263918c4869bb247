import type { ColumnType } from '@ml/domain/collection/dataset';
import { GrowingBytes } from './growing-bytes';

const FNV_PRIME = 0x01000193;
/** Of what is no object so many bytes are told apart: hashes and few words. */
const TOLD_APART = 16;

/** Numbers different fields in the order of their coming. */
export class SeenFields {
  count = 0;
  private last = -1;
  private readonly fields = new GrowingBytes();
  private readonly ends: Int32Array;
  /** Numbers from 1; 0: nobody. */
  private readonly slots: Int32Array;
  private readonly isObject: boolean;

  constructor({ type }: { readonly type: ColumnType }, most: number) {
    this.ends = new Int32Array(most);
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(most * 2)));
    this.isObject = type === 'json';
  }

  clear(): void {
    this.count = 0;
    this.last = -1;
    this.fields.size = 0;
    this.slots.fill(0);
  }

  /** @returns its number, which is the count before if it is new */
  codeOf(bytes: Buffer, start: number, end: number): number {
    // Rows of a scan follow each other.
    const size = end - start;
    if (this.last >= 0 && this.sizeOf(this.last) === size && this.isField(this.last, bytes, start)) return this.last;
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = this.hashOf(bytes, start, end) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const code = (slots[slot] ?? 0) - 1;
      if (this.sizeOf(code) === size && this.isField(code, bytes, start)) return (this.last = code);
    }
    slots[slot] = this.count + 1;
    this.fields.append(bytes, start, end);
    this.ends[this.count] = this.fields.size;
    return (this.last = this.count++);
  }

  private sizeOf(code: number): number {
    return (this.ends[code] ?? 0) - this.startOf(code);
  }

  private startOf(code: number): number {
    return code === 0 ? 0 : (this.ends[code - 1] ?? 0);
  }

  /** Of what is as long. */
  private isField(code: number, bytes: Buffer, start: number): boolean {
    const field = this.fields.bytes;
    const end = this.ends[code] ?? 0;
    for (let at = this.startOf(code), place = start; at < end; at += 1, place += 1) if (field[at] !== bytes[place]) return false;
    return true;
  }

  private hashOf(bytes: Buffer, start: number, end: number): number {
    // Objects differ somewhere in the middle.
    const step = this.isObject ? 1 : 1 + Math.floor((end - start) / TOLD_APART);
    let mixed = end - start;
    for (let place = start; place < end; place += step) mixed = Math.imul(mixed ^ (bytes[place] ?? 0), FNV_PRIME);
    return mixed ^ (mixed >>> 15);
  }
}
