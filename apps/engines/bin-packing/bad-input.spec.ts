import { describe, expect, it } from 'vitest';
import { codeOf, decide, goneIn, node, pod, type Scene } from './cluster.fixture';

const faultOf = (scene: Scene): string => {
  try {
    decide(scene);
  } catch (error) {
    return String((error as Error).message);
  }
  return 'none';
};

const two: Scene = { nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1')] };

describe('a state that is not whole', () => {
  it.each([
    ['MISSING_FIELD', { nodes: undefined, pods: [pod('p1', 'n1')] }, 'current_state.nodes'],
    ['NO_NODES', { nodes: [], pods: [pod('p1', 'n1')] }, 'current_state.nodes'],
    ['MISSING_FIELD', { nodes: [node('n1')], pods: undefined }, 'current_state.pods'],
    ['NO_PODS', { nodes: [node('n1'), node('n2')], pods: [] }, 'current_state.pods'],
  ])('is held with %s, never taken for an empty cluster', (code, scene, name) => {
    expect(decide(scene)).toMatchObject({ verdict: 'hold', held: [{ code, target: { name } }], confidence_score: 0 });
  });

  it('lets pods alone that stand on a node nobody listed, and says so', () => {
    const decision = decide({ ...two, pods: [pod('p1', 'n1'), pod('lost', 'elsewhere')] });
    expect(decision.held.find(({ code }) => code === 'UNKNOWN_NODE')).toMatchObject({ target: { name: '1 pods' }, details: { pods: [{ pod: 'shop/lost', node: 'elsewhere' }] } });
    expect(goneIn(decision)).toEqual(['n2']);
  });

  it('does not take a node for empty without its resources, and puts nothing on it', () => {
    const decision = decide({ nodes: [node('n1', { cpu: '0', memory: '0' }), node('n2')], pods: [pod('p2', 'n2')] });
    expect([codeOf(decision, 'n1'), codeOf(decision, 'n2')]).toEqual(['NO_CAPACITY', 'LAST_IN_ZONE']);
  });
});

describe('what cannot be read is refused by its path', () => {
  it.each([
    ['a name given twice', { ...two, nodes: [node('n1'), node('n1')] }, 'current_state.nodes[1].metadata.name: "n1" is given twice'],
    ['a pod given twice', { ...two, pods: [pod('p1', 'n1'), pod('p1', 'n2')] }, 'current_state.pods[1].metadata.name: "shop/p1" is given twice'],
    ['the first page of a list', { ...two, more: { pods: { kind: 'List', metadata: { continue: 'eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ' }, items: [pod('p1', 'n1')] } } }, 'current_state.pods.metadata.continue: the list is only its first part: send all pages as one list'],
    ['no quantity', { ...two, pods: [pod('p1', 'n1', { cpu: '5x' })] }, 'current_state.pods[0].spec.containers[0].resources.requests.cpu: "5x" is not a quantity'],
  ])('%s', (_, scene, message) => {
    expect(faultOf(scene)).toBe(message);
  });

  it.each([
    ['requirements.k', { requirements: { k: 4 } }],
    ['constraints.max_disrupted_nodes', { constraints: { max_disrupted_nodes: '200%' } }],
    ['constraints.windows[0]', { constraints: { windows: ['whenever'] } }],
    ['constraints.windows[0].timezone', { constraints: { windows: [{ start: '01:00', end: '02:00', timezone: 'Mars/Olympus' }] } }],
  ])('%s is held', (path, more) => {
    const decision = decide({ ...two, ...more });
    expect([decision.verdict, decision.held[0]?.target.name]).toEqual(['hold', path]);
  });
});
