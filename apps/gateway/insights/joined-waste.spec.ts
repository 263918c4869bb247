import { describe, expect, it } from 'vitest';
import type { WasteAnswer } from '@ml/contracts/insights';
import { joinedWaste } from './joined-waste';

const answer = (changes: Partial<WasteAnswer> = {}): WasteAnswer => ({ resources: [], model: { id: 'one', version: '1.0.0' }, fallback: null, threshold: 0.7, faults: [], fault_count: 0, warnings: [], ...changes });
const FALLBACK = { code: 'MODEL_FAILED', text: 'it broke' };

describe('answers to pieces', () => {
  it('say by what they were judged, when all were judged alike', () => {
    expect(joinedWaste([answer(), answer()])).toEqual(answer());
  });

  it('say so when another model answered some of them', () => {
    const { model, warnings } = joinedWaste([answer(), answer({ model: { id: 'two', version: '1.1.0' } }), answer({ model: { id: 'two', version: '1.1.0' } })]);
    expect(model?.id).toBe('one');
    expect(warnings).toEqual([{ code: 'MODEL_REPLACED', text: 'another model was activated meanwhile: some were judged by 1.0.0, others by 1.1.0' }]);
  });

  it('tell both the model and why the rule stood in for it', () => {
    expect(joinedWaste([answer({ model: null, fallback: FALLBACK }), answer()])).toMatchObject({ model: { id: 'one' }, fallback: FALLBACK, warnings: [] });
  });

  it('count all faults and tell the first of them', () => {
    const faults = Array.from({ length: 80 }, (_, at) => ({ path: `resources[${at}]`, code: 'BAD_COST', text: 'no number' }));
    expect(joinedWaste([answer({ faults, fault_count: 300 }), answer({ faults, fault_count: 80 })])).toMatchObject({ fault_count: 380, faults: { length: 100 } });
  });
});
