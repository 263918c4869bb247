import { OnnxFault } from './onnx-fault';

/** A file, or bytes: read in small pieces, so that a large one is never in memory. */
export interface ByteSource {
  readonly size: number;
  /** Never asked for more than there is. */
  read(offset: number, length: number): Uint8Array;
}

/** Told of each field of a message. What it does not read is skipped without being touched. */
export interface FieldVisitor {
  int?(field: number, value: number): void;
  /** The content begins where the reader is and ends at `end`. */
  bytes?(field: number, end: number): void;
}

const CHUNK = 64 * 1024;
/** A file of 500 MB whose numbers are written one by one has 100 million; each takes some nanoseconds. */
const MOST_FIELDS = 150_000_000;
const LONGEST_TEXT = 4_096;
const LONGEST_VARINT = 10;
/** Readers in C++ drop the bits of a tag above these: what we took for an unknown field would be a known one to them. */
const TAG_END = 2 ** 32;
const LOW_BITS = 0x7f;
const MORE = 0x80;
const WIRE = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;
const decoder = new TextDecoder();

/** Walks protobuf messages. It ends after a bounded number of steps, whatever the bytes are. */
export class ProtoReader {
  private position = 0;
  private chunk: Uint8Array = new Uint8Array(0);
  private chunkStart = 0;
  private fields = 0;

  constructor(private readonly source: ByteSource) {}

  /** @throws OnnxFault */
  walk(end: number, visitor: FieldVisitor): void {
    while (this.position < end) {
      if (++this.fields > MOST_FIELDS) throw new OnnxFault('TOO_COMPLEX', 'the file has more parts than any model that we run');
      const key = this.varint(end);
      if (key >= TAG_END) throw this.damaged();
      this.field(Math.floor(key / 8), key % 8, { end, visitor });
    }
  }

  text(end: number): string {
    const length = end - this.position;
    if (length > LONGEST_TEXT) throw new OnnxFault('TOO_COMPLEX', `a name in the file is ${String(length)} bytes long`);
    const bytes = this.source.read(this.position, length);
    this.position = end;
    return decoder.decode(bytes);
  }

  private field(field: number, wire: number, { end, visitor }: { readonly end: number; readonly visitor: FieldVisitor }): void {
    if (field === 0) throw this.damaged();
    switch (wire) {
      case WIRE.varint: {
        const value = this.varint(end);
        visitor.int?.(field, value);
        return;
      }
      case WIRE.fixed64:
        return this.skip(8, end);
      case WIRE.fixed32:
        return this.skip(4, end);
      case WIRE.delimited: {
        const length = this.varint(end);
        const contentEnd = this.position + length;
        if (contentEnd > end) throw this.beyond(contentEnd);
        visitor.bytes?.(field, contentEnd);
        this.position = contentEnd;
        return;
      }
      default:
        throw this.damaged();
    }
  }

  private skip(length: number, end: number): void {
    this.position += length;
    if (this.position > end) throw this.beyond(this.position);
  }

  /** Exact up to 2^53; larger ones, and negative ones, which look like those, only need to be large. */
  private varint(end: number): number {
    let value = 0;
    let scale = 1;
    for (let read = 0; read < LONGEST_VARINT; read += 1) {
      if (this.position >= end) throw this.beyond(this.position + 1);
      const byte = this.byte();
      value += (byte & LOW_BITS) * scale;
      if (byte < MORE) return value;
      scale *= MORE;
    }
    throw this.damaged();
  }

  private byte(): number {
    let at = this.position - this.chunkStart;
    if (at < 0 || at >= this.chunk.byteLength) {
      this.chunk = this.source.read(this.position, Math.min(CHUNK, this.source.size - this.position));
      this.chunkStart = this.position;
      at = 0;
    }
    this.position += 1;
    const byte = this.chunk[at];
    if (byte === undefined) throw this.beyond(this.position);
    return byte;
  }

  private beyond(needed: number): OnnxFault {
    if (needed <= this.source.size) return this.damaged();
    return new OnnxFault('TRUNCATED', `the file ends after ${String(this.source.size)} bytes in the middle of the model: send it again, whole`);
  }

  private damaged(): OnnxFault {
    return new OnnxFault('NOT_ONNX', `the file is no ONNX model, or it is damaged near byte ${String(this.position)}`);
  }
}
