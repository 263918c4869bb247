import type { Socket } from 'node:net';

/** Bytes of the two lengths before each frame. */
const LENGTHS = 8;
/** A host whose native part has gone wild may send anything. */
const MOST_HEAD = 64 * 1024 * 1024;
/** More is neither sent nor taken. */
export const MOST_BODY = 512 * 1024 * 1024;
const EMPTY = new Uint8Array(0);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface Frame {
  readonly head: unknown;
  /** In memory of its own, so that numbers in it are aligned. */
  readonly body: Uint8Array;
}

/** A small JSON head and raw bytes, which are neither copied nor encoded. */
export const writeFrame = (socket: Socket, head: unknown, body: Uint8Array = EMPTY): void => {
  const json = encoder.encode(JSON.stringify(head));
  const start = Buffer.allocUnsafe(LENGTHS + json.byteLength);
  start.writeUInt32LE(json.byteLength, 0);
  start.writeUInt32LE(body.byteLength, 4);
  start.set(json, LENGTHS);
  socket.cork();
  socket.write(start);
  if (body.byteLength > 0) socket.write(body);
  socket.uncork();
};

/** Puts frames together again, whatever pieces they arrive in. */
export class FrameReader {
  private readonly lengths = Buffer.alloc(LENGTHS);
  private head: Uint8Array | undefined;
  private body: Uint8Array = EMPTY;
  /** Bytes of the current frame that are there. */
  private filled = 0;

  constructor(private readonly onFrame: (frame: Frame) => void) {}

  /** @throws RangeError for lengths that nobody writes */
  push(chunk: Uint8Array): void {
    let rest = chunk;
    while (rest.byteLength > 0) {
      const [target, offset] = this.target();
      const taken = rest.subarray(0, target.byteLength - offset);
      target.set(taken, offset);
      this.filled += taken.byteLength;
      rest = rest.subarray(taken.byteLength);
      this.advance();
    }
  }

  private target(): readonly [Uint8Array, number] {
    if (this.head === undefined) return [this.lengths, this.filled];
    const inHead = this.filled - LENGTHS;
    return inHead < this.head.byteLength ? [this.head, inHead] : [this.body, inHead - this.head.byteLength];
  }

  private advance(): void {
    if (this.head === undefined) {
      if (this.filled < LENGTHS) return;
      this.makeRoom();
    }
    const { head, body } = this;
    if (head === undefined || this.filled < LENGTHS + head.byteLength + body.byteLength) return;
    this.head = undefined;
    this.body = EMPTY;
    this.filled = 0;
    this.onFrame({ head: JSON.parse(decoder.decode(head)) as unknown, body });
  }

  private makeRoom(): void {
    const [head, body] = [this.lengths.readUInt32LE(0), this.lengths.readUInt32LE(4)];
    if (head > MOST_HEAD || body > MOST_BODY) throw new RangeError('a frame says that it is larger than any');
    this.head = new Uint8Array(head);
    this.body = body === 0 ? EMPTY : new Uint8Array(body);
  }
}
