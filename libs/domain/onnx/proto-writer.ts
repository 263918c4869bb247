const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;
const FIRST_SIZE = 256;
const LOW_BITS = 0x7f;
const MORE = 0x80;
const WORD = 2 ** 32;
const encoder = new TextEncoder();

/** Writes protobuf messages into one growing buffer. Numbers are little-endian on the wire, as they are in memory wherever Node runs. */
export class ProtoWriter {
  private bytes = new Uint8Array(FIRST_SIZE);
  private length = 0;

  int(field: number, value: number | bigint): void {
    this.tag(field, VARINT);
    this.varint(value);
  }

  float(field: number, value: number): void {
    this.tag(field, FIXED32);
    this.append(new Uint8Array(Float32Array.of(value).buffer));
  }

  double(field: number, value: number): void {
    this.tag(field, FIXED64);
    this.append(new Uint8Array(Float64Array.of(value).buffer));
  }

  text(field: number, value: string): void {
    this.raw(field, encoder.encode(value));
  }

  raw(field: number, value: Uint8Array): void {
    this.tag(field, DELIMITED);
    this.varint(value.byteLength);
    this.append(value);
  }

  message(field: number, write: (inner: ProtoWriter) => void): void {
    const inner = new ProtoWriter();
    write(inner);
    this.raw(field, inner.finish());
  }

  packedInts(field: number, values: Iterable<number | bigint>): void {
    this.message(field, (inner) => {
      for (const value of values) inner.varint(value);
    });
  }

  /** A view: copy it if you go on writing. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number | bigint): void {
    if (typeof value === 'bigint' || value < 0 || value >= WORD) return this.longVarint(BigInt.asUintN(64, BigInt(value)));
    this.room(5);
    let rest = value;
    while (rest > LOW_BITS) {
      this.bytes[this.length++] = (rest & LOW_BITS) | MORE;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** Negative numbers take ten bytes: two's complement in 64 bits. */
  private longVarint(value: bigint): void {
    this.room(10);
    let rest = value;
    while (rest > 0x7fn) {
      this.bytes[this.length++] = Number(rest & 0x7fn) | MORE;
      rest >>= 7n;
    }
    this.bytes[this.length++] = Number(rest);
  }

  private append(more: Uint8Array): void {
    this.room(more.byteLength);
    this.bytes.set(more, this.length);
    this.length += more.byteLength;
  }

  private room(more: number): void {
    if (this.length + more <= this.bytes.byteLength) return;
    const larger = new Uint8Array(Math.max(this.bytes.byteLength * 2, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
