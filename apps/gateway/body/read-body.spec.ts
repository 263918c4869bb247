import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { openAttachment } from '@ml/platform/bus/open-attachment';
import { AppError } from '@ml/contracts/app-error';
import { describe, expect, it } from 'vitest';
import { CompressedSource, PlainSource } from './body-source';
import type { BodyLimits } from './body-limits';
import type { ContentEncoding } from './inflate';
import { LargeBodies } from './large-bodies';
import { readBody } from './read-body';

const limits: BodyLimits = { wire: 1 << 20, inflated: 1 << 20, large: 1 << 16, member: 1024 };
const plan = { limits, known: new Set(['id', 'requirements']), raw: 'current_state' };
const text = (state: string) => `{"id":"r1",\n"current_state" : ${state} ,"requirements":{"vcpu":2}}`;

const compressed = (wire: Buffer, encoding: ContentEncoding, bodies = new LargeBodies()) => new CompressedSource({ wire, encoding, limits, place: bodies.reserve() });
const codeOf = async (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

describe('reading a body', () => {
  it('parses the small fields and hands the raw one over byte for byte', async () => {
    const { fields, raw } = await readBody(new PlainSource(Buffer.from(text('{"pods":[ 1,2 ]}'))), plan);
    expect({ ...fields }).toEqual({ id: 'r1', requirements: { vcpu: 2 } });
    expect(Buffer.from(await openAttachment(raw?.bytes)).toString()).toBe('{"pods":[ 1,2 ]}');
  });

  it('refuses a field that is given twice within a small value, by its path', async () => {
    const body = Buffer.from('{"id":"r1","requirements":{"pools":[{"price":1},{"price":1,"price":2}]}}');
    await expect(readBody(new PlainSource(body), plan)).rejects.toMatchObject({ code: 'DUPLICATE_FIELD', path: 'requirements.pools[1].price' });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('inflates %s, also when the state is too large to be kept while it is looked at', async (encoding, compress) => {
    for (const size of [10, 100_000, 700_000]) {
      const state = `{"x":"${'abc'.repeat(size / 3)}"}`;
      const { fields, raw } = await readBody(compressed(compress(Buffer.from(text(state))), encoding), plan);
      expect(Buffer.from(await openAttachment(raw?.bytes)).toString() === state).toBe(true);
      expect(fields['id']).toBe('r1');
    }
  });

  it('hands over a field as it goes by, all of it and once, and what is before it when that is at hand', async () => {
    for (const value of ['[]', '{"a":[1,"]"]}', JSON.stringify('abc'.repeat(160_000).split('c'))]) {
      for (const source of [new PlainSource(Buffer.from(text(value))), compressed(gzipSync(text(value)), 'gzip')]) {
        const parts: Uint8Array[] = [];
        const befores: (string | undefined)[] = [];
        const passing = async (bytes: Uint8Array, before: Uint8Array | undefined): Promise<void> => {
          parts.push(bytes);
          befores.push(before && Buffer.from(before).toString());
          await Promise.resolve();
        };
        const { left } = await readBody(source, { limits, known: plan.known, left: 'current_state', passing });
        expect(Buffer.concat(parts).toString() === value).toBe(true);
        expect([left?.last, befores[0]]).toEqual([false, '{"id":"r1",\n"current_state" : ']);
        expect(befores.slice(1).filter((before) => before !== undefined)).toEqual([]);
      }
    }
  });

  it('hands over nothing of a field that is no list and no object until it has ended, and says when it is the last', async () => {
    const seen: string[] = [];
    const passing = (bytes: Uint8Array): Promise<void> => Promise.resolve(void seen.push(Buffer.from(bytes).toString()));
    const { left } = await readBody(new PlainSource(Buffer.from('{"id":"r1","current_state":12}')), { limits, known: plan.known, left: 'current_state', passing });
    expect([seen, left?.last]).toEqual([['12'], true]);
  });

  it('cuts a bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(20 << 20, 0x20));
    expect(await codeOf(readBody(compressed(bomb, 'gzip'), plan))).toBe('BODY_TOO_LARGE');
  });

  it('refuses what cannot be inflated', async () => {
    const wire = gzipSync(Buffer.from(text('{}')));
    expect(await codeOf(readBody(compressed(Buffer.from('not gzip at all'), 'gzip'), plan))).toBe('BAD_ENCODING');
    expect(await codeOf(readBody(compressed(wire.subarray(0, -12), 'gzip'), plan))).toBe('BAD_ENCODING');
    expect(await codeOf(readBody(compressed(Buffer.alloc(0), 'gzip'), plan))).not.toBe('accepted');
  });

  it('refuses a small field that is not small', async () => {
    const error = await readBody(new PlainSource(Buffer.from(`{"id":"${'x'.repeat(2000)}"}`)), plan).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'BODY_TOO_LARGE', path: 'id' });
  });

  it('says the place of a fault in a field within the whole body', async () => {
    const body = '{"id":"r1",\n "requirements": {"vcpu":2,}}';
    const error = await readBody(new PlainSource(Buffer.from(body)), plan).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'BAD_JSON', path: 'requirements', details: { position: body.indexOf(',}') + 1, line: 2 } });
  });

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const error = await readBody(new PlainSource(bytes), plan).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'BAD_JSON', path: 'id' });
  });

  it('lets two large bodies in at once and no third', async () => {
    const wire = gzipSync(Buffer.from(text(`{"x":"${'a'.repeat(100_000)}"}`)));
    const bodies = new LargeBodies(2);
    await readBody(compressed(wire, 'gzip', bodies), plan);
    const second = bodies.reserve();
    second.take();
    expect(await codeOf(readBody(compressed(wire, 'gzip', bodies), plan))).toBe('BUSY');
    second.giveBack();
    expect(await codeOf(readBody(compressed(wire, 'gzip', bodies), plan))).toBe('accepted');
  });

  it('lets other work have its turn after every megabyte of a large body', async () => {
    const big = Buffer.from(text(`{"x":"${'abc\\"{'.repeat(1_000_000)}"}`));
    let turns = 0;
    let reading = true;
    const count = (): void => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    await readBody(new PlainSource(big), plan);
    reading = false;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(big.length / (1024 * 1024)));
  });
});
