import { describe, expect, it } from 'vitest';
import { object, required } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import { epochMs } from '@ml/units/brand';
import { inForce, recalled, remembered } from './memory';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const sighting = object({ seen: required(time) });

describe('engine memory', () => {
  it('comes back by kind and name', () => {
    const memory = [remembered({ kind: 'ghost', name: 'i-1', value: { seen: '2026-11-20T10:00:00Z' }, forgetAt: NOON })];
    expect(memory).toEqual([{ key: 'ghost:i-1', value: { seen: '2026-11-20T10:00:00Z' }, expires_at: '2026-11-20T12:00:00.000Z' }]);
    expect([...recalled(memory, 'ghost', sighting)]).toEqual([['i-1', { seen: Date.parse('2026-11-20T10:00:00Z') }]]);
    expect(recalled(memory, 'gho', sighting).size).toBe(0);
  });

  it('is as good as forgotten in a form that nobody reads any more', () => {
    const memory = [remembered({ kind: 'ghost', name: 'i-1', value: 'yesterday', forgetAt: NOON })];
    expect(recalled(memory, 'ghost', sighting).size).toBe(0);
  });

  it('ends when it expires', () => {
    const memory = [remembered({ kind: 'ghost', name: 'i-1', value: {}, forgetAt: NOON })];
    expect(inForce(memory, epochMs(NOON - 1))).toHaveLength(1);
    expect(inForce(memory, epochMs(NOON))).toHaveLength(0);
  });
});
