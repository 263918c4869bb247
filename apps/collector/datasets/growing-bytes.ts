/** So few bytes are copied sooner than somebody is asked to do it. */
const FEW = 160;

/** Bytes one after the other, in memory that is used again. */
export class GrowingBytes {
  bytes: Buffer;
  view: DataView;
  size = 0;

  constructor(room = 1_024) {
    this.bytes = Buffer.allocUnsafeSlow(room);
    this.view = new DataView(this.bytes.buffer);
  }

  /** The next so many bytes may be written. @returns where they begin */
  take(count: number): number {
    const at = this.size;
    this.size = at + count;
    if (this.size > this.bytes.length) this.grow();
    return at;
  }

  append(from: Buffer, start: number, end: number): void {
    let at = this.take(end - start);
    const { bytes } = this;
    if (end - start > FEW) from.copy(bytes, at, start, end);
    else for (let place = start; place < end; place += 1) bytes[at++] = from[place] ?? 0;
  }

  /** What there is, as long as nothing else is written. */
  written(): Buffer {
    return this.bytes.subarray(0, this.size);
  }

  private grow(): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.size, this.bytes.length * 2));
    this.bytes.copy(grown);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
