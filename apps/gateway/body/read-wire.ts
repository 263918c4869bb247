import type { Readable } from 'node:stream';
import { AppError } from '@ml/contracts/app-error';
import type { BodyLimits } from './body-limits';
import type { LargeBodyPlace } from './large-bodies';
import { joined } from './joined';
import { tooLarge } from './too-large';

interface WireBody {
  readonly stream: Readable;
  /** As announced; undefined when the body comes in chunks. */
  readonly length: number | undefined;
  readonly limits: BodyLimits;
  readonly place: LargeBodyPlace;
}

/** Takes the bytes as they came, at most `limits.wire` of them. Nothing is kept of a body that is refused. */
export const readWire = (body: WireBody): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { stream, length, limits, place } = body;
    let chunks: Buffer[] = [];
    let size = 0;
    const settle = (finish: () => void): void => {
      stream.off('data', take).off('end', end).off('error', broken).off('close', broken);
      finish();
      chunks = [];
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limits.large) return;
      try {
        place.take();
        if (size > limits.wire) throw tooLarge('the body', limits.wire);
      } catch (error) {
        fail(error as Error);
      }
    };
    const end = (): void => settle(() => resolve(joined(chunks, size)));
    // A caller that breaks off is told of as an error of the stream, and not as its end alone.
    const broken = (cause?: Error): void => fail(new AppError('BAD_JSON', 'the connection ended before the body did', { path: 'body', cause }));
    if (length !== undefined && length > limits.wire) return reject(tooLarge('the body', limits.wire));
    stream.on('data', take).on('end', end).on('error', broken).on('close', broken);
  });
