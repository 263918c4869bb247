import { describe, expect, it } from 'vitest';
import { readTolerations } from './read-tolerations';
import { tolerates } from './taint';

const BATCH = { key: 'dedicated', value: 'batch', effect: 'NoSchedule' } as const;

describe('tolerations', () => {
  it.each([
    [[], false],
    [[{ key: 'dedicated', operator: 'Equal', value: 'batch', effect: 'NoSchedule' }], true],
    [[{ key: 'dedicated', value: 'batch' }], true],
    [[{ key: 'dedicated', value: 'web' }], false],
    [[{ key: 'dedicated', operator: 'Exists' }], true],
    [[{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }], false],
    [[{ operator: 'Exists' }], true],
    [[{ operator: 'Exists', effect: 'NoSchedule' }], true],
    [[{ value: 'batch' }], false],
    [[{ key: 'dedicated', operator: 'Gt', value: '1' }], false],
    [[{ key: 'other', operator: 'Exists' }, { key: 'dedicated', operator: 'Exists' }], true],
  ])('%j tolerate dedicated=batch:NoSchedule: %s', (tolerations, expected) => {
    expect(tolerates([BATCH], readTolerations(tolerations))).toBe(expected);
  });

  it('are asked for every taint but PreferNoSchedule', () => {
    const tolerations = readTolerations([{ key: 'dedicated', operator: 'Exists' }]);
    expect(tolerates([BATCH, { key: 'gpu', value: null, effect: 'NoExecute' }], tolerations)).toBe(false);
    expect(tolerates([BATCH, { key: 'gpu', value: null, effect: 'PreferNoSchedule' }], tolerations)).toBe(true);
    expect(tolerates([], [])).toBe(true);
  });

  it('take an absent value for an empty one', () => {
    expect(tolerates([{ key: 'gpu', value: '', effect: 'NoSchedule' }], readTolerations([{ key: 'gpu' }]))).toBe(true);
  });
});
