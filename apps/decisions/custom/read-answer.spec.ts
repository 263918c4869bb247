import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer, type AnswerFrame } from './read-answer';
import { SandboxFault } from './sandbox-fault';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const EVIDENCE = { prices_as_of: '2026-11-21T09:00:00Z', advisor_as_of: null, on_demand_as_of: null, catalogue_as_of: null, source: 'aws', model: { id: 'm', version: '1' }, model_fallback: null, feedback_weight: 0.25 } as const;
const FRAME: AnswerFrame = { type: 'bin_packing', now: NOW, evidence: EVIDENCE };

const NODE = { kind: 'Node', name: 'n-1' };
const BECAUSE = [{ code: 'EMPTY_NODE', text: 'No pod needs it.' }];
const ACT = { verdict: 'act', confidence_score: 0.8, recommendations: [{ action: 'remove_node', target: NODE, estimated_monthly_savings: 12.345, reasons: BECAUSE }] };

const read = (decision: unknown, more: object = {}) => readAnswer(JSON.stringify({ decision, ...more }), FRAME);
const faultOf = (decision: unknown, more: object = {}): string => {
  try {
    return `no fault: ${JSON.stringify(read(decision, more))}`;
  } catch (error) {
    return error instanceof SandboxFault ? `${error.reason} ${error.message}` : String(error);
  }
};

describe('the answer of a custom engine', () => {
  it('needs a verdict, a confidence and reasons; the rest has defaults', () => {
    expect(read(ACT)).toEqual({
      remember: [],
      decision: {
        verdict: 'act',
        recommendations: [{ id: 'r1', action: 'remove_node', target: NODE, estimated_monthly_savings: 12.35, risk: 'medium', reasons: BECAUSE, details: {} }],
        held: [],
        confidence_score: 0.8,
        estimated_savings: 12.35,
        estimated_annual_savings: 148.2,
        execution_plan: [],
        preconditions: [],
        valid_until: '2026-11-21T11:00:00.000Z',
        warnings: [],
        missing: [],
        evidence: { ...EVIDENCE, model: null, feedback_weight: 0 },
        extra: {},
      },
    });
  });

  it('numbers steps, computes their minutes, and takes what is not said to be reversible for irreversible', () => {
    const cordon = { action: 'cordon_node', target: NODE, reversible: true, estimated_duration_seconds: 61 };
    const { decision } = read({ ...ACT, execution_plan: [cordon, { action: 'terminate_instances', target: NODE, depends_on: [1] }] });
    expect(decision.execution_plan).toMatchObject([
      { step: 1, duration: 2, reversible: true, requires_approval: false, rollback: null },
      { step: 2, duration: 0, reversible: false, requires_approval: true, depends_on: [1] },
    ]);
  });

  it.each(['stop', 'scale_to_zero', 'detach_volume', 'modify_db_instance', 'Cordon_node', 'd\u0435lete_volume'])('asks for approval of %s, whatever it says: nobody knows what that does', (action) => {
    const { decision } = read({ ...ACT, execution_plan: ['stop_instances', action].map((each) => ({ action: each, target: NODE, reversible: true, requires_approval: false })) });
    expect(decision.execution_plan.map(({ requires_approval: asks }) => asks)).toEqual([false, true]);
  });

  it('is remembered under times that are times', () => {
    expect(read(ACT, { remember: [{ key: 'seen', value: { a: 1 }, expires_at: '2026-11-22T10:00:00+01:00' }] }).remember).toEqual([{ key: 'seen', value: { a: 1 }, expires_at: '2026-11-22T09:00:00.000Z' }]);
  });

  it('is forgotten at once what was over long ago, in a year that the database knows', () => {
    const over = { key: 'seen', value: null, expires_at: '0000-01-01T00:00:00+05:00' };
    expect(read(ACT, { remember: [over] }).remember).toEqual([{ ...over, expires_at: '2026-11-21T10:00:00.000Z' }]);
    expect(faultOf(ACT, { remember: [{ ...over, key: 'k'.repeat(257) }] })).toContain('has 257 characters and may have 256');
  });

  const step = (changes: object) => ({ ...ACT, execution_plan: [{ action: 'cordon_node', target: NODE, reversible: true }, { action: 'drain_node', target: NODE, depends_on: [1], ...changes }] });

  it.each([
    ['no object', 'nothing', 'decision: "nothing" is not an object'],
    ['an unknown verdict', { ...ACT, verdict: 'maybe' }, 'decision.verdict: "maybe" is none of act, hold, infeasible'],
    ['no confidence', { ...ACT, confidence_score: undefined }, 'decision.confidence_score: is missing'],
    ['a confidence above 1', { ...ACT, confidence_score: 1.1 }, 'decision.confidence_score: 1.1 is not between 0 and 1'],
    ['a text for a number', { ...ACT, confidence_score: '0.5' }, 'decision.confidence_score: "0.5" is not a number'],
    ['negative savings', { ...ACT, recommendations: [{ ...ACT.recommendations[0], estimated_monthly_savings: -1 }] }, 'decision.recommendations[0].estimated_monthly_savings'],
    ['another total than what is shown', { ...ACT, estimated_savings: 100 }, 'the recommendations add up to 12.35'],
    ['no reason', { ...ACT, recommendations: [{ action: 'remove_node', target: NODE }] }, 'gives no reason'],
    ['a code in small letters', { ...ACT, warnings: [{ code: 'old', text: 'Old.' }] }, '"old" is no code'],
    ['a hollow sentence', { ...ACT, warnings: [{ code: 'OLD', text: 'undefined days' }] }, 'says nothing'],
    ['a nameless target', { ...ACT, recommendations: [{ ...ACT.recommendations[0], target: { kind: 'Node', name: '' } }] }, 'decision.recommendations[0].target.name: an empty name'],
    ['the same node twice', { ...ACT, recommendations: [ACT.recommendations[0], ACT.recommendations[0]] }, 'counted twice'],
    ['nothing to do and nothing to say', { verdict: 'hold', confidence_score: 1 }, 'nothing in held says why'],
    ['savings of doing nothing', { verdict: 'hold', confidence_score: 1, held: [{ target: NODE, ...BECAUSE[0] }], estimated_savings: 1 }, 'estimated_savings is 1'],
    ['text without end', { ...ACT, warnings: [{ code: 'LONG', text: 'x'.repeat(2_001) }] }, 'has 2001 characters and may have 2000'],
    ['recommendations without end', { ...ACT, recommendations: Array.from({ length: 1_001 }, () => ACT.recommendations[0]) }, 'a list of 1001 may have 1000'],
    ['details as deep as a well', { ...ACT, extra: { a: JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) as unknown } }, 'nested more than 12 deep'],
    ['an id of its own', { ...ACT, extra: { decision_id: 'mine' } }, 'extra.decision_id'],
    ['a total beside the total', { ...ACT, extra: { estimated_savings: 1e6 } }, 'extra.estimated_savings'],
    ['a yearly total beside the total', { ...ACT, extra: { estimated_annual_savings: 1e6 } }, 'extra.estimated_annual_savings'],
    ['a validity of a year', { ...ACT, valid_until: '2027-11-21T10:00:00Z' }, 'valid_until is not between now and 31 days later'],
    ['a validity that is over', { ...ACT, valid_until: '2026-11-21T09:00:00Z' }, 'valid_until is not between now'],
    ['a time that is none', { ...ACT, valid_until: 'tomorrow' }, '"tomorrow" is not an RFC 3339 time'],
    ['a drain that can be undone', step({ reversible: true }), 'cannot be undone, and says that it can'],
    ['a drain without approval', step({ requires_approval: false }), 'asks for no approval'],
    ['a drain out of nothing', step({ depends_on: [] }), 'depends on no step that can'],
    ['more savings than there are', { ...ACT, recommendations: [1, 2].map((name) => ({ ...ACT.recommendations[0], target: { kind: 'Node', name: `n-${name}` }, estimated_monthly_savings: 6e8 })) }, 'adds up to 1200000000'],
    ['a step that waits for itself', step({ depends_on: [1, 2] }), 'waits for a step that does not come before it'],
  ])('is refused with %s', (_, decision, text) => {
    expect(faultOf(decision)).toContain('ENGINE_BAD_ANSWER');
    expect(faultOf(decision)).toContain(text);
  });

  it.each(['Delete_volume', 'deleteVolume', 'force-terminate-instances', 'BATCH_DELETE_IMAGE', 'kill', 'node.eviction'])('is refused with %s that can be undone, however it is written', (action) => {
    expect(faultOf(step({ action, reversible: true }))).toContain('cannot be undone, and says that it can');
  });

  it('is refused with keys that are more than keys', () => {
    const text = JSON.stringify({ decision: { ...ACT, extra: { inner: { mark: 1 } } } }).replace('"mark"', '"__proto__"');
    expect(() => readAnswer(text, FRAME)).toThrow('has a field __proto__');
    const polluted = JSON.stringify({ decision: { ...ACT, mark: { polluted: true } } }).replace('"mark"', '"__proto__"');
    expect(Object.hasOwn(readAnswer(polluted, FRAME).decision, '__proto__')).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('holds no text that the database would change', () => {
    const { decision } = read({ ...ACT, warnings: [{ code: 'ODD', text: 'a\u0000b\ud800' }], extra: { inner: { 'k\u0000': 'v\udc00' } } });
    expect(decision.warnings[0]?.text).toBe('a\ufffdb\ufffd');
    expect(decision.extra).toEqual({ inner: { 'k\ufffd': 'v\ufffd' } });
  });

  it('is a fault or a decision, whatever stands in it', () => {
    const known = ['verdict', 'recommendations', 'held', 'confidence_score', 'estimated_savings', 'execution_plan', 'valid_until', 'extra', 'target', 'reasons', 'action', 'name', 'kind'];
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, 1, -1, 'act', 'x', true), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...known), tie('value'), { maxKeys: 4 })),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...known), json), (changes) => {
        expect(faultOf({ ...ACT, ...changes })).toMatch(/^(ENGINE_BAD_ANSWER \S|no fault: \{)/);
      }),
      { numRuns: 200 },
    );
  });
});
