import { describe, expect, it } from 'vitest';
import type { BusContext } from '@ml/platform/bus/handlers';
import { Packed, type Attachment } from '@ml/platform/bus/packed';
import type { SnapshotKeeper } from './snapshot-keeper';
import { SnapshotsController } from './snapshots.controller';

describe('a large snapshot', () => {
  it('is passed on to its thread unopened', async () => {
    const kept: Attachment[] = [];
    const keeper = { keep: (_ask: unknown, state: Attachment) => Promise.resolve(kept.push(state)) } as unknown as SnapshotKeeper;
    const attachment = new Packed({ size: 200_000_000, sha256: '' }, { blob: 'sha256:x', fetch: () => Promise.reject(new Error('opened')) });
    const context = { attachment, signal: new AbortController().signal } as BusContext;
    await new SnapshotsController(keeper).keep({ cluster_id: 'c', customer_id: null, region: 'us-east-1', received_at: '2026-11-21T10:00:00Z' }, context);
    expect(kept).toEqual([attachment]);
  });
});
