import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { ErrorCode } from '@ml/contracts/error-codes';
import type { DueScan } from '@ml/persistence/stores/decisions/due-scans';
import type { ScanResult, ScanStore } from '@ml/persistence/stores/decisions/scan-store';
import type { SnapshotStore } from '@ml/persistence/stores/decisions/snapshot-store';
import type { BlobStore } from '@ml/platform/blobs/blob-store';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import type { DecideOnce } from '../decide-once';
import { Scanner } from './scanner';

const SCAN: DueScan = {
  ...{ tenant: 'acme', cluster_id: 'c-1', engine: 'bin_packing', region: 'us-east-1', blob_id: 'b', state_hash: 'h', kept_bytes: 1 },
  ...{ slot: new Date(0), now: new Date(1), offset_ms: 0, max_age_seconds: 60 },
};

/** What becomes of a turn when deciding fails with this code. */
const scanWith = async (code: ErrorCode) => {
  const [results, failures]: [ScanResult[], string[]] = [[], []];
  const store = {
    once: async (scan: DueScan, work: (scan: DueScan) => Promise<ScanResult>) => results.push(await work(scan)),
    failed: (_: DueScan, outcome: string) => Promise.resolve(failures.push(outcome)),
  } as unknown as ScanStore;
  const once = { decide: () => Promise.reject(new AppError(code, 'no')) } as unknown as DecideOnce;
  const scanner = new Scanner(store, {} as SnapshotStore, { has: () => Promise.resolve(true) } as unknown as BlobStore, once, new Metrics('test'));
  Object.assign(scanner, { logger: { warn: () => undefined, info: () => undefined } as unknown as Logger });
  return { end: await scanner.scan(SCAN), results, failures };
};

describe('a scan that fails', () => {
  it('uses its turn up when the same state would be refused again', async () => {
    expect(await scanWith('BAD_QUANTITY')).toEqual({ end: 'over', results: [{ outcome: 'BAD_QUANTITY', decisionId: null }], failures: [] });
  });

  it('keeps its turn, and has the engine left alone for a while, when the engine does not answer', async () => {
    expect(await scanWith('UNAVAILABLE')).toEqual({ end: 'engine-away', results: [], failures: ['UNAVAILABLE'] });
  });

  it('keeps no other cluster waiting when it is this state that an engine fails over', async () => {
    expect(await scanWith('INTERNAL')).toEqual({ end: 'over', results: [], failures: ['INTERNAL'] });
  });

  it('keeps its turn when the engine has just been switched off', async () => {
    expect(await scanWith('ENGINE_DISABLED')).toMatchObject({ results: [], failures: ['ENGINE_DISABLED'] });
  });
});
