import { describe, expect, it } from 'vitest';
import type { EngineAsk } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import type { Bus } from '../bus/bus';
import { runInCall } from '../call-context';
import { EngineFacts } from './engine-facts';
import type { SnapshotShelf } from './snapshot-shelf';

const MODEL = { id: 'm-1', name: 'usage', version: '1.0.0' };
const ASK = { mode: 'active', facts: { prices: {}, pools: null, usage_model: MODEL } };
const CALL = { requestId: 'r', tenant: null, scope: 'platform', deadline: 0 } as const;

const isAsked = (ask: unknown, needs: Engine['needs'] = ['usage_model']): boolean => {
  const line = runInCall(CALL, () => new EngineFacts({ needs } as unknown as Engine, {} as SnapshotShelf, {} as Bus).line(ask as EngineAsk));
  line?.close();
  return line !== undefined;
};

describe('the model of usage', () => {
  it('is asked by an engine that needs one, while one is active', () => {
    expect([isAsked(ASK), isAsked(ASK, ['prices']), isAsked({ ...ASK, facts: { ...ASK.facts, usage_model: null } })]).toEqual([true, false, false]);
  });

  it('is not asked on a replay, be its answers known or not: one of an older build kept none', () => {
    const answers = { model: MODEL, values: [1] };
    expect([isAsked({ ...ASK, mode: 'replay' }), isAsked({ mode: 'replay', facts: { ...ASK.facts, usage_answers: answers } })]).toEqual([false, false]);
  });
});
