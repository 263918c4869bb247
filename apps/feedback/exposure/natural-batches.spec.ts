import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { NaturalBatches } from './natural-batches';

describe('what arrives while a batch is written', () => {
  const batchesOf = async (items: readonly number[], write: (batch: readonly number[]) => Promise<void> = () => Promise.resolve()): Promise<{ written: number[][]; failed: number[] }> => {
    const written: number[][] = [];
    const failed: number[] = [];
    const batches = new NaturalBatches<number>(
      async (batch) => {
        written.push([...batch]);
        await write(batch);
      },
      { most: 10, weightOf: (item) => item },
    );
    await Promise.all(items.map((item) => batches.add(item).catch(() => void failed.push(item))));
    return { written, failed };
  };

  it('is written together, up to what a batch may weigh, in the order in which it came', async () => {
    expect((await batchesOf([1, 2, 3, 4, 5, 6, 99, 1])).written).toEqual([[1, 2, 3, 4], [5], [6], [99], [1]]);
  });

  it('is written one by one when one of them can never be', async () => {
    const refuse = (batch: readonly number[]): Promise<void> => (batch.includes(3) ? Promise.reject(new Error('no')) : Promise.resolve());
    expect(await batchesOf([1, 2, 3, 4], refuse)).toEqual({ written: [[1, 2, 3, 4], [1], [2], [3], [4]], failed: [3] });
  });

  it('fails together when the database is away', async () => {
    const away = (batch: readonly number[]): Promise<void> => (batch.includes(3) ? Promise.reject(new AppError('UNAVAILABLE', 'away')) : Promise.resolve());
    expect(await batchesOf([1, 2, 3, 4], away)).toEqual({ written: [[1, 2, 3, 4]], failed: [1, 2, 3, 4] });
  });
});
