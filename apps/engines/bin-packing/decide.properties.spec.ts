import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, goneIn, node, pod, targetsIn, type Scene } from './cluster.fixture';

interface DrawnPod {
  readonly on: number;
  readonly app: number;
  readonly cpu: number;
}

interface Drawn {
  readonly zones: readonly number[];
  readonly pods: readonly DrawnPod[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  zones: fc.array(fc.nat(2), { minLength: 1, maxLength: 8 }),
  pods: fc.array(fc.record({ on: fc.nat(7), app: fc.nat(5), cpu: fc.constantFrom(200, 500, 1_000) }), { minLength: 1, maxLength: 20 }),
});

const nodeName = (index: number): string => `n${index}`;
const podName = (index: number): string => `p${index}`;

/** `moved`: where pods have gone; `gone`: nodes that are no more. */
const sceneOf = ({ zones, pods }: Drawn, moved: Readonly<Record<string, string>> = {}, gone: ReadonlySet<string> = new Set()): Scene => ({
  nodes: zones.map((zone, index) => node(nodeName(index), { zone: 'abc'.charAt(zone) })).filter((_, index) => !gone.has(nodeName(index))),
  pods: pods.map(({ on, app, cpu }, index) => pod(podName(index), moved[`shop/${podName(index)}`] ?? nodeName(on % zones.length), { app: `app-${app}`, cpu: `${cpu}m` })),
});

const MOST_ROUNDS = 4;

describe('on any small cluster', () => {
  it('answers fed back come to rest within four rounds', () => {
    fc.assert(
      fc.property(drawn, (cluster) => {
        let moved: Readonly<Record<string, string>> = {};
        const gone = new Set<string>();
        for (let round = 0; round < MOST_ROUNDS; round += 1) {
          const decision = decide(sceneOf(cluster, moved, gone));
          if (decision.verdict === 'hold') return;
          moved = { ...moved, ...targetsIn(decision) };
          for (const name of goneIn(decision)) gone.add(name);
        }
        expect(decide(sceneOf(cluster, moved, gone)).verdict).toBe('hold');
      }),
    );
  });

  it('no node that takes pods goes in the same plan, and none is named that is not there', () => {
    fc.assert(
      fc.property(drawn, (cluster) => {
        const decision = decide(sceneOf(cluster));
        const gone = new Set(goneIn(decision));
        const names = new Set(cluster.zones.map((_, index) => nodeName(index)));
        for (const to of Object.values(targetsIn(decision))) expect([names.has(to), gone.has(to)]).toEqual([true, false]);
      }),
    );
  });

  it('every node is recommended or held, once', () => {
    fc.assert(
      fc.property(drawn, (cluster) => {
        const decision = decide(sceneOf(cluster));
        const named = [...goneIn(decision), ...decision.held.flatMap(({ target }) => (target.kind === 'Node' ? [target.name] : []))];
        expect([...named].sort()).toEqual(cluster.zones.map((_, index) => nodeName(index)).sort());
      }),
    );
  });

  it('a larger budget never saves less, and a smaller one is kept', () => {
    fc.assert(
      fc.property(drawn, fc.nat(4), (cluster, most) => {
        const some = decide({ ...sceneOf(cluster), constraints: { max_disrupted_nodes: most } });
        expect(goneIn(some).length).toBeLessThanOrEqual(most);
        expect(some.estimated_savings).toBeLessThanOrEqual(decide(sceneOf(cluster)).estimated_savings);
      }),
    );
  });

  it('bounds stand below what is reached', () => {
    fc.assert(
      fc.property(drawn, (cluster) => {
        const { lower_bound: bound, lower_bound_held: held, nodes_after: after, nodes_before: before } = decide(sceneOf(cluster)).extra as Readonly<Record<string, number>>;
        expect([bound! <= after!, held! <= after!, after! <= before!]).toEqual([true, true, true]);
      }),
    );
  });
});
