import { describe, expect, it } from 'vitest';
import type { PoolFacts } from '@ml/contracts/pricing';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import type { ServedModel } from '../serving/serving';
import { MadeUpServing } from './made-up-serving.fixture';
import type { PoolRows } from './pool-rows';
import { runPools, unknownTo } from './run-pools';

const ROWS = 10_000;
const POOLS: PoolRows = {
  features: INTERRUPTION_FEATURES,
  pools: Array.from({ length: ROWS }, () => ({}) as PoolFacts),
  rows: Array.from({ length: ROWS }, (_, row) => INTERRUPTION_FEATURES.map((_name, column) => row * 100 + column)),
};

const serving = new MadeUpServing();
// What comes first, and what comes last.
serving.serve('spot_predictor', (row) => [row[0] ?? 0, row.at(-1) ?? 0]);

const wanting = (features: readonly string[], datatype = 'FP32'): ServedModel => {
  const served = serving.byId('spot_predictor') as ServedModel;
  return { ...served, metadata: { ...served.metadata, inputs: [{ name: 'x', datatype, features }] } as ServedModel['metadata'] };
};

describe('a run over all pools', () => {
  it('gives each model its features in its own order, and keeps the rows in theirs through all batches', async () => {
    const { values } = await runPools(serving, wanting(INTERRUPTION_FEATURES.toReversed()), POOLS);
    const last = INTERRUPTION_FEATURES.length - 1;
    expect(values.length).toBe(2 * ROWS);
    expect([0, 4_095, 4_096, 9_999].map((row) => [values[2 * row], values[2 * row + 1]])).toEqual([0, 4_095, 4_096, 9_999].map((row) => [row * 100 + last, row * 100]));
  });

  it('names what a model wants to know and nobody knows of a pool: another feature, or a text', () => {
    expect(unknownTo(POOLS, wanting(['vcpu', 'moon_phase']))).toEqual(['moon_phase']);
    expect(unknownTo(POOLS, wanting(['vcpu'], 'BYTES'))).toEqual(['vcpu']);
    expect(unknownTo(POOLS, wanting(INTERRUPTION_FEATURES))).toEqual([]);
  });
});
