import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { SERIES_COLUMNS, TRAINING_COLUMNS } from '@ml/domain/anonymise/collected-rows';
import { Packed, sha256Of, type Attachment } from '@ml/platform/bus/packed';
import { createLogger } from '@ml/platform/logger';
import { builtServices } from '@ml/testing/built-services';
import { Identity } from '../identity/identity';
import type { CollectorSettings } from '../settings';
import { Anonymiser, type AnonymisedPiece } from './anonymiser';

builtServices();

const settings = { hashKey: 'k'.repeat(32), hashKeyVersion: 1, oldHashKeys: null, legacySalt: null, hashScheme: 'keyed', threads: 2, words: ['warpcore'], fullSeries: true } as unknown as CollectorSettings;
const identity = new Identity(settings);
const anonymiser = new Anonymiser(settings, identity, createLogger('spec', { level: 'silent', file: '/dev/null' }));
afterAll(() => anonymiser.onApplicationShutdown());

const HEADER = { account_hash: identity.hash('account', '123456789012'), scan_hash: identity.hash('scan', 's-1'), provider: 'aws' } as const;

const resource = (at: number): unknown => ({
  resource_id: `vol-${at}`,
  resource_type: at === 1 ? 'warpcore' : 'ebs_volume',
  region: 'us-east-1',
  created_at: '2026-01-01T00:00:00Z',
  detection_scenario: 'idle_volume',
  confidence_level: 'high',
  cost_monthly: at,
  metrics: { VolumeReadOps: { timestamps: ['2026-11-22T08:00:00Z'], values: [at] } },
  tags: { env: 'prod', owner: 'miriam@example.com' },
});

const bytesOf = (resources: readonly unknown[]): Uint8Array => new TextEncoder().encode(JSON.stringify(resources));

const anonymise = (resources: Attachment, first = 0): Promise<AnonymisedPiece> => anonymiser.anonymise(resources, { header: HEADER, completedAt: Date.UTC(2026, 10, 22, 12), first, signal: AbortSignal.timeout(30_000) });

const linesOf = (packed: Uint8Array): readonly string[][] =>
  zstdDecompressSync(packed)
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));

describe('pieces of a scan', () => {
  it('come back as rows for COPY, with the hashes that lookups know', async () => {
    const piece = await anonymise(bytesOf([resource(0), resource(1), null]), 500);
    const training = linesOf(piece.training);
    expect(training.map((row) => row[TRAINING_COLUMNS.indexOf('resource_hash')])).toEqual([identity.hash('resource', 'vol-0'), identity.hash('resource', 'vol-1')]);
    expect(training.map((row) => row[TRAINING_COLUMNS.indexOf('resource_type')])).toEqual(['ebs_volume', 'warpcore']);
    expect(training.map(({ length }) => length)).toEqual([TRAINING_COLUMNS.length, TRAINING_COLUMNS.length]);
    expect(linesOf(piece.series).map(({ length }) => length)).toEqual([SERIES_COLUMNS.length, SERIES_COLUMNS.length]);
    expect(piece).toMatchObject({ kept: 2, refused: 1, seriesRows: 2, faultCount: 1, faults: [{ path: 'resources[502]', code: 'NOT_A_RESOURCE' }] });
    expect(zstdDecompressSync(piece.training).toString()).not.toMatch(/miriam|vol-|123456789012/);
  });

  it('have one content hash however they travel, and another for a byte more', async () => {
    const bytes = bytesOf([resource(0), resource(2)]);
    const facts = { size: bytes.byteLength, sha256: sha256Of(bytes) };
    const [plain, packed, other] = await Promise.all([anonymise(bytes.slice()), anonymise(new Packed(facts, { bytes: zstdCompressSync(bytes) })), anonymise(bytesOf([resource(0), resource(3)]))]);
    expect(packed).toEqual(plain);
    expect(plain.contentHash).not.toBe(facts.sha256);
    expect(other.contentHash).not.toBe(plain.contentHash);
  });

  it.each<[string, string, string]>([
    ['half a list', '[{"resource_id":"miriam"', 'BAD_JSON'],
    ['NaN', '[{"cost_monthly":NaN}]', 'BAD_JSON'],
    ['an object', '{"miriam":1}', 'BAD_FIELD'],
  ])('that are none are refused without being quoted: %s', async (_, text, code) => {
    const error = await anonymise(new TextEncoder().encode(text)).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code, path: 'resources', retryable: false });
    expect(JSON.stringify(error) + String(error)).not.toContain('miriam');
  });

  it('wait in a queue that has an end, and are all answered', async () => {
    const many = Array.from({ length: 40 }, (_, at) => anonymise(bytesOf(Array.from({ length: 50 }, (_unused, index) => resource(at * 50 + index)))));
    const answers = await Promise.allSettled(many);
    const busy = answers.filter((answer) => answer.status === 'rejected' && (answer.reason as { code: string }).code === 'BUSY');
    expect([busy.length, answers.filter(({ status }) => status === 'fulfilled').length]).toEqual([8, 32]);
  });

  it('whose sender has gone are not waited for', async () => {
    const gone = anonymiser.anonymise(bytesOf([resource(0)]), { header: HEADER, completedAt: 0, first: 0, signal: AbortSignal.abort() });
    await expect(gone).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect((await anonymise(bytesOf([resource(0)]))).kept).toBe(1);
  });
});
