import { describe, expect, it } from 'vitest';
import { BOOST_DEFAULTS } from '@ml/domain/training/boost-options';
import { trainBoosted } from '@ml/domain/training/train-boosted';
import { tableOf, type Dataset } from '../dataset';
import { calibratedHead } from './calibrated-head';

const rowsOf = (targets: readonly number[]): Dataset => ({
  numbers: tableOf(['x'], targets.map(() => [1])),
  texts: [],
  targets: { y: Float64Array.from(targets) },
  at: new Float64Array(targets.length),
  groups: targets.map(() => ''),
});
const learned = ({ targets }: Dataset): Float64Array => targets['y'] ?? new Float64Array();

describe('a calibrated quantile', () => {
  const train = rowsOf([0, 0, 0]);
  const head = { column: 'p90', model: trainBoosted({ table: train.numbers, target: learned(train) }, { ...BOOST_DEFAULTS, objective: 'quantile', quantile: 0.9, rounds: 1 }), steps: [{ kind: 'clamp', least: 0, most: 9 }] } as const;
  const calibrated = (rows: number) => calibratedHead(head, { validation: rowsOf(Array.from({ length: rows }, (_, at) => at)), inputs: {}, quantile: 0.9, learned });

  it('is moved, before anything else, to where nine tenths of rows that were not learned from lie below', () => {
    expect(calibrated(1_000).steps).toEqual([{ kind: 'scale', factor: 1, offset: 900 }, { kind: 'clamp', least: 0, most: 9 }]);
  });

  it('stays where few rows are held out', () => {
    expect(calibrated(199)).toBe(head);
  });
});
