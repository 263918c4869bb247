import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ScanHeader } from '@ml/contracts/collection';
import { ScanHead } from '@ml/contracts/dto/collection-scan-dto';
import { AppError } from '@ml/contracts/app-error';
import { SCAN_BODY } from '../body/body-limits';
import { CompressedSource, PlainSource } from '../body/body-source';
import { LargeBodies } from '../body/large-bodies';
import { exampleOf } from '../openapi/example-of';
import { EarlyUpload } from './early-upload';
import type { ScanUpload } from './scan-upload';

const now = new Date('2026-11-22T00:00:00Z');
const head = exampleOf(ScanHead);
const LIST = JSON.stringify(Array.from({ length: 3_000 }, (_, at) => ({ resource_id: `r-${at}`, tags: { note: 'x'.repeat(500) } })));
const text = `${JSON.stringify(head).slice(0, -1)},"resources":${LIST}}`;

/** An upload that is only written down. */
const recorded = (take: () => Promise<void> = () => Promise.resolve()) => {
  const seen = { headers: [] as ScanHeader[], bytes: 0, dropped: 0 };
  const start = (header: ScanHeader): ScanUpload => {
    seen.headers.push(header);
    const upload = { take: (bytes: Uint8Array) => take().then(() => void (seen.bytes += bytes.length)), drop: () => void (seen.dropped += 1) };
    return upload as unknown as ScanUpload;
  };
  return { seen, start };
};
const gzipped = (body: string, { inflated = SCAN_BODY.inflated, bodies = new LargeBodies() } = {}): CompressedSource =>
  new CompressedSource({ wire: gzipSync(body), encoding: 'gzip', limits: { ...SCAN_BODY, inflated, large: 1 << 20 }, place: bodies.reserve() });
const still = new AbortController().signal;

describe('an upload while the body is read', () => {
  it('takes every byte of the resources, once', async () => {
    for (const source of [new PlainSource(Buffer.from(text)), gzipped(text)]) {
      const { seen, start } = recorded();
      const early = new EarlyUpload({ now, gone: still, start });
      expect((await early.read(source)).header).toEqual(head);
      expect([early.upload === undefined, seen]).toEqual([false, { headers: [head], bytes: LIST.length, dropped: 0 }]);
    }
  });

  it('is dropped when the body is too large late, or when there is no place for a large body', async () => {
    const bodies = new LargeBodies(0);
    for (const [source, code] of [[gzipped(text, { inflated: 1_200_000 }), 'BODY_TOO_LARGE'], [gzipped(text, { bodies }), 'BUSY']] as const) {
      const { seen, start } = recorded();
      await expect(new EarlyUpload({ now, gone: still, start }).read(source)).rejects.toMatchObject({ code });
      expect([seen.headers.length, seen.dropped, seen.bytes > 0 && seen.bytes < LIST.length]).toEqual([1, 1, true]);
    }
  });

  it('reads on when the upload fails, and not when its sender has gone', async () => {
    const failing = recorded(() => Promise.reject(new AppError('UNAVAILABLE', 'away')));
    const gone = new AbortController();
    const early = new EarlyUpload({ now, gone: gone.signal, start: failing.start });
    expect((await early.read(gzipped(text))).resources.last).toBe(true);
    expect(early.upload).toBeDefined();
    gone.abort();
    await expect(new EarlyUpload({ now, gone: gone.signal, start: failing.start }).read(gzipped(text))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it.each([
    ['a header that is not all there', text.replace('"provider":"aws",', '')],
    ['a header that is wrong', text.replace('"aws"', '"nobody"')],
    ['resources that are no list', `${JSON.stringify(head).slice(0, -1)},"resources":{}}`],
  ])('is not begun with %s', async (_, body) => {
    const { seen, start } = recorded();
    await expect(new EarlyUpload({ now, gone: still, start }).read(new PlainSource(Buffer.from(body)))).rejects.toBeInstanceOf(AppError);
    expect(seen.headers).toEqual([]);
  });

  it('is not begun, and not missed, when the header is behind the resources', async () => {
    const { seen, start } = recorded();
    const early = new EarlyUpload({ now, gone: still, start });
    const { header, resources } = await early.read(gzipped(`{"resources":${LIST},${JSON.stringify(head).slice(1)}`));
    expect([header, resources.last, early.upload, seen.headers]).toEqual([head, false, undefined, []]);
  });
});
