import type { NodeState } from '@ml/state/kubernetes/node';
import { canonicalJson } from '@ml/state/canonical-json';
import type { GoneNode, GoneNodes } from './node-memory';

/** A node that an environment gets back when it wakes. */
export type Launch =
  | { readonly kind: 'uncordon'; readonly node: string }
  | { readonly kind: 'run'; readonly environment: string; readonly like: Omit<GoneNode, 'name'>; readonly count: number; readonly instead: readonly string[] };

/** Of the nodes that were let go: those still there are opened again, the others are launched anew, as many of each kind as there were. */
export const launchesFor = (environment: string, gone: GoneNodes, nodes: ReadonlyMap<string, { readonly node: NodeState }>): readonly Launch[] => {
  const open = gone.nodes.flatMap(({ name }): readonly Launch[] => (nodes.get(name)?.node.cordoned === true ? [{ kind: 'uncordon', node: name }] : []));
  const kinds = new Map<string, { like: Omit<GoneNode, 'name'>; instead: string[] }>();
  for (const { name, ...like } of gone.nodes.filter((node) => !nodes.has(node.name))) {
    const key = canonicalJson(like);
    const kind = kinds.get(key) ?? { like, instead: [] };
    kind.instead.push(name);
    kinds.set(key, kind);
  }
  return [...open, ...[...kinds.values()].map(({ like, instead }): Launch => ({ kind: 'run', environment, like, count: instead.length, instead }))];
};
