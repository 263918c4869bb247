import type { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, writeFrame, type Frame } from './frames';

/** What is written to a socket. */
const written = (frames: readonly Frame[]): Buffer => {
  const parts: Uint8Array[] = [];
  const socket = { cork: () => undefined, uncork: () => undefined, write: (bytes: Uint8Array) => parts.push(bytes) } as unknown as Socket;
  for (const { head, body } of frames) writeFrame(socket, head, body);
  return Buffer.concat(parts);
};

describe('frames', () => {
  it('come out as they went in, whatever pieces they arrive in', () => {
    const frame = fc.record({ head: fc.jsonValue(), body: fc.uint8Array({ maxLength: 40 }) });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (frames, sizes) => {
        const bytes = written(frames);
        const read: Frame[] = [];
        const reader = new FrameReader((one) => read.push(one));
        for (let at = 0, piece = 0; at < bytes.byteLength; piece += 1) {
          const end = at + sizes[piece % sizes.length]!;
          reader.push(bytes.subarray(at, end));
          at = end;
        }
        expect(read).toEqual(frames.map(({ head, body }) => ({ head: JSON.parse(JSON.stringify(head)) as unknown, body })));
      }),
      { numRuns: 100 },
    );
  });

  it('keep their bytes in memory of their own, where numbers are aligned', () => {
    const read: Frame[] = [];
    new FrameReader((one) => read.push(one)).push(written([{ head: 'odd', body: new Uint8Array(Float64Array.of(1.5).buffer) }]));
    expect(read[0]?.body.byteOffset).toBe(0);
    expect(new Float64Array(read[0]!.body.buffer as ArrayBuffer)).toEqual(Float64Array.of(1.5));
  });

  it('refuse lengths that nobody writes before making room for them', () => {
    expect(() => new FrameReader(() => undefined).push(Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0))).toThrow(RangeError);
    expect(() => new FrameReader(() => undefined).push(Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 255))).toThrow(RangeError);
  });
});
