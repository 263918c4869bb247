import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateFault } from '@ml/state/fault';
import type { DecisionType } from '@ml/contracts/engine-types';
import { WORLD_NOW } from '@ml/testing/worlds/kubernetes-parts';
import { runEngineOn } from '@ml/testing/worlds/run-engine';
import { asOfNow } from '@ml/contracts/samples/as-of-now';
import { EXAMPLES } from './examples';

type Json = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

const RUNS = { numRuns: 150 } as const;
/** What a mistake puts into a field. */
const WRONG = [null, '', 'x', '5x', -1, 0, 0.5, 1e18, true, {}, [], [null], ['a'], { a: 1 }, '__proto__', 'x'.repeat(3_000), '2099-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '999999999999Gi', 'Mars/Olympus', '25:00'];

const pathsIn = (value: unknown, at: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value);
  return [...(at.length > 0 ? [at] : []), ...inner.flatMap(([key, item]) => pathsIn(item, [...at, key]))];
};

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  const inner = (item: unknown): unknown => replaced(item, rest, by);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === key ? inner(item) : item));
  return typeof value === 'object' && value !== null ? { ...value, [key]: inner((value as Json)[key]) } : value;
};

interface Mistake {
  readonly path: Path;
  readonly by: unknown;
}

const mistakesIn = (state: unknown): fc.Arbitrary<readonly Mistake[]> =>
  fc.array(fc.record({ path: fc.constantFrom(...pathsIn(state)), by: fc.constantFrom(...WRONG) }), { minLength: 1, maxLength: 3 });

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

const decidedOrFault = (type: DecisionType, body: Json): ReturnType<typeof runEngineOn> | StateFault => {
  try {
    return runEngineOn({ type, raw: body['current_state'] as Json, requirements: body['requirements'] as Json, constraints: body['constraints'] as Json });
  } catch (error) {
    if (error instanceof StateFault) return error;
    throw error;
  }
};

describe.each(EXAMPLES)('$route: $title, with mistakes in it', ({ body }) => {
  const whole = asOfNow<Json>(body, WORLD_NOW);
  const type = whole['decision_type'] as DecisionType;

  it('is refused with a path, or decided in finite numbers and whole sentences', () => {
    fc.assert(
      fc.property(mistakesIn(whole['current_state']), (mistakes) => {
        const current_state = mistakes.reduce((state, { path, by }) => replaced(state, path, by), whole['current_state']);
        const answer = decidedOrFault(type, { ...whole, current_state });
        if (answer instanceof StateFault) {
          expect(answer.message).toMatch(/^current_state\b/);
          return;
        }
        const { decision } = answer;
        expect(numbersIn(decision).every(Number.isFinite)).toBe(true);
        expect(JSON.stringify(answer)).not.toMatch(/NaN|undefined|\[object/);
        expect(decision.verdict === 'act' ? decision.recommendations.length : decision.held.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
