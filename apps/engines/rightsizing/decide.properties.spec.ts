import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recommendation } from '@ml/contracts/decision';
import type { TypeFacts } from '@ml/contracts/pricing';
import { decide } from './decide';
import { decided, GIB, hoursAgo, HOURS, inputOf, MIB, node, pod, type, TYPES, usage, type Native } from './rightsizing-input.fixture';
import { usageQuestion } from './usage-question';

const RUNS = { numRuns: 150 } as const;
const HOLES = fc.constantFrom(0, 0, 0.3, 0.9);

/** A level with a wave and bursts; some of it missing. */
const series = (most: number): fc.Arbitrary<readonly (number | null)[]> =>
  fc.record({ level: fc.double({ min: 0, max: 1.2, noNaN: true }), burst: fc.nat(24), holes: HOLES }).map(({ level, burst, holes }) =>
    Array.from({ length: HOURS }, (_, hour) => ((hour * 7) % 10 < holes * 10 ? null : most * level * (hour % 24 < burst ? 1 : 0.4))),
  );

const nodeParts = (name: string) =>
  fc.record({ kind: fc.constantFrom(...TYPES), spot: fc.boolean(), cpu: series(1), memory: series(1), zero: fc.constantFrom(false, false, false, true) }).map(({ kind, spot, cpu, memory, zero }) => {
    const gib = kind.memory_bytes / GIB;
    const arm = kind.architectures.includes('arm64');
    return {
      object: node(name, kind.instance_type, { vcpu: zero ? 0 : kind.vcpu, gib, labels: { 'karpenter.sh/capacity-type': spot ? 'spot' : 'on-demand', 'kubernetes.io/arch': arm ? 'arm64' : 'amd64' } }),
      used: { name, cpu_cores: cpu.map((share) => (share === null ? null : share * kind.vcpu)), memory_bytes: memory.map((share) => (share === null ? null : share * gib * GIB)) },
    };
  });

const podParts = (name: string) =>
  fc.record({ cpu: fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: undefined }), memory: fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: undefined }), limited: fc.boolean(), cores: series(6), mib: series(20_000), on: fc.constantFrom('n0', 'n1') }).map(
    ({ cpu, memory, limited, cores, mib, on }) => {
      const amounts = { ...(cpu !== undefined && { cpu: `${cpu}m` }), ...(memory !== undefined && { memory: `${memory}Mi` }) };
      const object = pod(name, limited ? { ...amounts, ...(cpu !== undefined && { cpuLimit: `${cpu * 2}m` }), ...(memory !== undefined && { memoryLimit: `${memory}Mi` }) } : amounts);
      return {
        object: { ...object, spec: { ...(object['spec'] as Native), nodeName: on } },
        used: { namespace: 'shop', pod: name, container: 'app', cpu_cores: cores, memory_bytes: mib.map((sample) => (sample === null ? null : sample * MIB)) },
      };
    },
  );

const worlds = fc
  .record({
    nodes: fc.nat(3).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => nodeParts(`n${index}`)))),
    pods: fc.nat(3).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => podParts(`web-abc-${index}`)))),
  })
  .map(({ nodes, pods }) => ({
    nodes: nodes.map(({ object }) => object),
    pods: pods.map(({ object }) => object),
    usage: { ...usage({ nodes: nodes.map(({ used }) => used), containers: pods.map(({ used }) => used) }), window: { start: hoursAgo(HOURS), end: hoursAgo(0), step_seconds: 3_600 } },
  }));

const byName = new Map(TYPES.map((facts) => [facts.instance_type, facts]));
const known = ({ details }: Recommendation, field: string): TypeFacts => byName.get(String(details[field])) ?? type('unknown', [0, 0, 0]);
const amount = ({ details }: Recommendation, field: string): number => Number(details[field]);
const forEach = (check: (one: Recommendation) => void): void => {
  fc.assert(
    fc.property(worlds, (state) => {
      for (const one of decided({ state }).recommendations) check(one);
    }),
    RUNS,
  );
};

describe('rightsizing, in any world', () => {
  it('makes nodes smaller only for less money, and larger only where more is needed', () => {
    forEach((one) => {
      if (one.target.kind !== 'Node') return;
      const [from, to] = [known(one, 'current_instance_type'), known(one, 'recommended_instance_type')];
      expect(to.vcpu).toBeGreaterThanOrEqual(amount(one, 'target_vcpu'));
      expect(to.memory_bytes / GIB).toBeGreaterThanOrEqual(amount(one, 'target_memory_gib'));
      expect(to.architectures).toEqual(from.architectures);
      expect(to.local_storage_gb).toBeGreaterThanOrEqual(from.local_storage_gb);
      const down = one.action === 'downsize_node';
      expect(Math.max(amount(one, 'cpu_used_pct'), amount(one, 'memory_used_pct')) < 50.05).toBe(down);
      if (down) expect(amount(one, 'recommended_monthly_cost')).toBeLessThan(amount(one, 'current_monthly_cost'));
      expect(one.estimated_monthly_savings).toBe(Math.max(0, Math.round((amount(one, 'current_monthly_cost') - amount(one, 'recommended_monthly_cost')) * 100) / 100));
    });
  });

  it('gives requests in whole units, above the floors, between their bounds and within their limits', () => {
    forEach((one) => {
      if (one.target.kind === 'Node') return;
      const [target, cpu] = [amount(one, 'target'), one.details['resource'] === 'cpu'];
      expect(target % (cpu ? 1 : MIB)).toBe(0);
      expect(target).toBeGreaterThanOrEqual(cpu ? 10 : 100e6);
      expect(amount(one, 'lower')).toBeLessThanOrEqual(target);
      expect(amount(one, 'upper')).toBeGreaterThanOrEqual(target);
      if (one.details['limit_target'] !== null) expect(amount(one, 'limit_target')).toBeGreaterThanOrEqual(target);
      else expect(one.details['limit_current']).toBeNull();
      expect(one.estimated_monthly_savings).toBe(0);
    });
  });

  it('raises no request beyond what some node can hold', () => {
    fc.assert(
      fc.property(worlds, (state) => {
        const { recommendations } = decided({ state });
        const raised = recommendations.filter(({ action }) => action === 'raise_request');
        if (state.nodes.length === 0) return;
        const largest = (which: 'cpu' | 'memory'): number =>
          Math.max(...state.nodes.map((object) => (object['status'] as { readonly allocatable: Readonly<Record<string, string>> }).allocatable[which] ?? '0').map((text) => Number.parseFloat(text) * (which === 'cpu' ? 1_000 : GIB)));
        for (const one of raised) expect(amount(one, 'target')).toBeLessThanOrEqual(largest(one.details['resource'] === 'cpu' ? 'cpu' : 'memory'));
      }),
      RUNS,
    );
  });

  it('has nothing more to say about nodes once they are what it recommended', () => {
    fc.assert(
      fc.property(worlds, (state) => {
        const { recommendations } = decided({ state: { ...state, pods: [] }, requirements: { level: 'nodes' } });
        const to = new Map(recommendations.filter(({ action }) => action === 'downsize_node').map(({ target, details }) => [target.name, byName.get(String(details['recommended_instance_type']))]));
        const exchanged = state.nodes.map((object) => {
          const { metadata } = object as { readonly metadata: { readonly name: string; readonly labels: Native } };
          const given = to.get(metadata.name);
          const labels = { ...metadata.labels, 'node.kubernetes.io/instance-type': given?.instance_type };
          return given === undefined ? object : node(metadata.name, given.instance_type, { vcpu: given.vcpu, gib: given.memory_bytes / GIB, labels });
        });
        const again = decided({ state: { ...state, nodes: exchanged, pods: [] }, requirements: { level: 'nodes' } });
        expect(again.recommendations.filter(({ target }) => to.has(target.name)).map(({ target, details }) => [target.name, details['recommended_instance_type']])).toEqual([]);
      }),
      RUNS,
    );
  });
});

const MODEL = { id: 'm-1', name: 'usage', version: '1.0.0' };
/** Whatever a model may say, as far as anything of it gets here: a multiple from 0 to 100, or nothing. */
const answers = fc.array(fc.oneof(fc.constantFrom(null, 0, 1, 1.25, 100), fc.double({ min: 0, max: 100, noNaN: true })), { minLength: 1, maxLength: 9 });

interface Both {
  readonly rule: ReadonlyMap<string, Recommendation>;
  readonly model: ReadonlyMap<string, Recommendation>;
}

const both = (state: Native, level: string, said: readonly (number | null)[]): Both => {
  const input = inputOf({ state, requirements: { level } });
  const question = usageQuestion(input);
  const forecast = question?.read(Array.from({ length: question.rows }, (_, row) => said[row % said.length] ?? null), MODEL);
  return { rule: byTarget(decide(input).decision.recommendations), model: byTarget(decide({ ...input, facts: { ...input.facts, forecast } }).decision.recommendations) };
};

const byTarget = (all: readonly Recommendation[]): ReadonlyMap<string, Recommendation> => new Map(all.map((one) => [`${one.target.name} ${String(one.details['container'])} ${String(one.details['resource'])}`, one]));

/** `raise`: what makes larger, must be there with the model as well; what makes smaller must be there without it. */
const check = ({ rule, model }: Both, raise: string, fields: readonly string[]): void => {
  for (const [key, one] of rule) if (one.action === raise) expect([key, model.get(key)?.action]).toEqual([key, raise]);
  for (const [key, one] of model) {
    const own = rule.get(key);
    if (one.action !== raise) expect([key, own?.action]).toEqual([key, one.action]);
    if (own !== undefined) for (const field of fields) expect(amount(one, field), `${field} of ${key}`).toBeGreaterThanOrEqual(amount(own, field));
  }
};

describe('rightsizing, whatever a model of usage expects', () => {
  const forAll = (level: string, judge: (found: Both) => void): void => {
    fc.assert(
      fc.property(worlds, answers, (state, said) => judge(both(state, level, said))),
      RUNS,
    );
  };

  it('raises each request that the rule raises, at least as far, and lowers none that the rule does not, nor further', () => {
    forAll('workloads', (found) => check(found, 'raise_request', ['target', 'limit_target']));
  });

  it('makes each node larger that the rule makes larger, at least as large, and none smaller that the rule does not, nor smaller', () => {
    forAll('nodes', (found) => check(found, 'upsize_node', ['target_vcpu', 'target_memory_gib']));
  });
});
