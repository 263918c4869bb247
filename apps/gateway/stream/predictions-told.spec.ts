import { describe, expect, it } from 'vitest';
import type { LoggedPrediction } from '@ml/contracts/predictions';
import { predictionsToldTo } from './predictions-told';

const prediction = (tenant: string | null, { width = 2, rows = 1 } = {}): LoggedPrediction => ({
  prediction_id: 'p',
  tenant,
  model: null,
  model_type: null,
  prediction_type: 'inference',
  role: 'direct',
  shadow_of: null,
  rows,
  input: { features: Array.from({ length: width }, (_, index) => `f${index}`), rows: Array.from({ length: Math.min(rows, 100) }, () => Array.from({ length: width }, () => 1)) },
  output: { columns: ['y'], rows: [[1]] },
  confidence: null,
  fallback: null,
  latency_ms: 1,
  at: '2026-11-21T10:00:00Z',
});

interface Told {
  readonly count: number;
  readonly omitted: number;
  readonly predictions: readonly { readonly rows: number; readonly input: { readonly features: readonly string[]; readonly rows: readonly unknown[] } }[];
}
const told = (predictions: readonly LoggedPrediction[], tenant: string | null): Told | undefined => predictionsToldTo(predictions)(tenant) as Told | undefined;

describe('what the stream tells of predictions', () => {
  it('is to each tenant its own, to the platform all, and nobody hears whose the others are', () => {
    const all = [prediction('acme'), prediction(null), prediction('globex')];
    expect(told(all, null)?.count).toBe(3);
    expect(told(all, 'acme')?.count).toBe(1);
    expect(told(all, 'initech')).toBeUndefined();
    expect(JSON.stringify(told(all, 'acme'))).not.toContain('tenant');
  });

  it('is to the platform alone where a model in the shadow has spoken', () => {
    const shadow = { ...prediction('acme'), role: 'shadow' as const };
    expect(told([shadow], null)?.count).toBe(1);
    expect(told([shadow], 'acme')).toBeUndefined();
  });

  it('shows the first rows of a batch and says how many there were', () => {
    const [shown] = told([prediction(null, { rows: 4_096 })], null)?.predictions ?? [];
    expect([shown?.rows, shown?.input.rows.length]).toEqual([4_096, 3]);
  });

  it('stays small for wide rows and for many predictions', () => {
    const wide = told([prediction(null, { width: 1_000, rows: 5 })], null)?.predictions[0];
    expect([wide?.input.features.length, wide?.input.rows.length]).toEqual([200, 0]);
    const many = told(Array.from({ length: 500 }, () => prediction(null, { width: 17, rows: 100 })), null);
    expect([many?.count, many?.predictions.length, many?.omitted]).toEqual([500, 50, 450]);
    expect(JSON.stringify(many).length).toBeLessThan(64 * 1024);
  });
});
