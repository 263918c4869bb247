import { describe, expect, it } from 'vitest';
import type { DecisionEnvelope } from '@ml/contracts/decision';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { shadowItTrackerSettings } from './config';
import { decide } from './decide';

const request: DecisionEnvelope = {
  request_id: 'r-1',
  cluster_id: 'c-1',
  customer_id: null,
  decision_type: 'shadow_it',
  requirements: {},
  constraints: {},
  cause: 'routine',
};

describe('shadow-it-tracker', () => {
  it('holds, with a reason, when it has no rule to apply', () => {
    const input = { request, state: { observed_at: null }, facts: { prices: undefined, pools: undefined }, memory: [], config: defaultsOf(shadowItTrackerSettings), now: epochMs(0) };
    const { decision } = decide(input);
    expect(decision.verdict).toBe('hold');
    expect(decision.held.map((held) => held.code)).toEqual(['NO_RULE']);
    expect(decision.valid_until).toBe('1970-01-01T01:00:00.000Z');
  });
});
