import { describe, expect, it } from 'vitest';
import type { OnceSchedule } from '@ml/persistence/once-schedule';
import type { ModelBlobs } from '@ml/persistence/stores/models/model-blobs';
import type { Tx } from '@ml/persistence/tx';
import type { BlobStore } from '@ml/platform/blobs/blob-store';
import type { Logger } from '@ml/platform/logger';
import { BlobKeeper } from './blob-keeper';
import type { ModelFiles } from './model-files';

const DAY_MS = 86_400_000;

/** What a sweep deletes of three old blobs. */
const sweptWith = async (named: readonly string[]) => {
  const gone: string[] = [];
  const blobs = {
    sweep: (_: 'model', { olderThanMs, keeps }: { olderThanMs: number; keeps: (id: string) => boolean }) => {
      expect(olderThanMs).toBe(DAY_MS);
      gone.push(...['a', 'b', 'c'].filter((id) => !keeps(id)));
      return Promise.resolve(gone.length);
    },
  } as unknown as BlobStore;
  const names = { named: () => Promise.resolve(new Set(named)) } as unknown as ModelBlobs;
  const keeper = new BlobKeeper(names, blobs, {} as ModelFiles, {} as OnceSchedule, { info: () => undefined } as unknown as Logger);
  await keeper.sweep({} as Tx);
  return gone;
};

describe('the daily sweep of model files', () => {
  it('takes what no model names', async () => {
    expect(await sweptWith(['b'])).toEqual(['a', 'c']);
  });

  it('takes nothing while no model is known at all: a database that was restored empty knows none either', async () => {
    expect(await sweptWith([])).toEqual([]);
  });
});
