import type { LoggedPrediction } from '@ml/contracts/predictions';
import { describe, expect, it } from 'vitest';
import { loggedPrediction } from '@ml/testing/logged-prediction';
import { PredictionBuffer } from './prediction-buffer';

const BOUNDS = { batchPredictions: 3, batchCells: 100, waitingPredictions: 10, waitingCells: 1_000 };
const numbered = (count: number, rows = 1): readonly LoggedPrediction[] =>
  Array.from({ length: count }, (_, index) => loggedPrediction({ prediction_id: `p-${String(index)}`, input: { features: ['a', 'b'], rows: Array.from({ length: rows }, () => [1, 2]) } }));
const filled = (predictions: readonly LoggedPrediction[]): { readonly buffer: PredictionBuffer; readonly gone: number } => {
  const buffer = new PredictionBuffer(BOUNDS);
  return { buffer, gone: predictions.reduce((sum, prediction) => sum + buffer.add(prediction), 0) };
};
const drained = (buffer: PredictionBuffer): readonly string[] => {
  const ids: string[] = [];
  for (let batch = buffer.take(); batch !== undefined; batch = buffer.take()) ids.push(...batch.predictions.map(({ prediction_id }) => prediction_id));
  return ids;
};

describe('the buffer of predictions', () => {
  it('gives batches in order, each named by its first and its length', () => {
    const { buffer } = filled(numbered(5));
    expect(buffer.full).toBe(true);
    expect([buffer.take()?.id, buffer.take()?.id, buffer.take()]).toEqual(['predictions-p-0-3', 'predictions-p-3-2', undefined]);
    expect(buffer.empty).toBe(true);
  });

  it('ends a batch before it grows too large, but never makes an empty one', () => {
    const { buffer } = filled(numbered(3, 60));
    expect(buffer.take()?.predictions).toHaveLength(1);
  });

  it('gives a batch that was put back again unchanged, before all others', () => {
    const { buffer } = filled(numbered(2));
    const batch = buffer.take();
    buffer.add(loggedPrediction({ prediction_id: 'later' }));
    if (batch !== undefined) buffer.putBack(batch);
    expect(buffer.take()).toBe(batch);
    expect(drained(buffer)).toEqual(['later']);
  });

  it('drops the oldest when there are too many, and says how many', () => {
    const { buffer, gone } = filled(numbered(25));
    const left = drained(buffer);
    expect(left.length + gone).toBe(25);
    expect(left.length).toBeLessThanOrEqual(10);
    expect(left.at(-1)).toBe('p-24');
  });

  it('takes long texts for as large as they are', () => {
    const texts = Array.from({ length: 3 }, () => loggedPrediction({ input: { features: ['a'], rows: [['x'.repeat(3_200)]] } }));
    expect(filled(texts).gone).toBe(1);
  });

  it('drops the oldest when they are too large', () => {
    const { buffer, gone } = filled(numbered(10, 60));
    expect(gone).toBeGreaterThan(0);
    expect(drained(buffer)).toHaveLength(10 - gone);
  });
});
