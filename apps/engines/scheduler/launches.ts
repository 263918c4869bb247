import type { NodeState } from '@ml/state/kubernetes/node';
import { canonicalJson } from '@ml/state/canonical-json';
import type { GoneNode, GoneNodes } from './node-memory';

/** A node that an environment gets back when it wakes. */
export type Launch =
  | { readonly kind: 'uncordon'; readonly node: string }
  | { readonly kind: 'run'; readonly environment: string; readonly like: Omit<GoneNode, 'name'>; readonly count: number; readonly instead: readonly string[] };

type Nodes = ReadonlyMap<string, { readonly node: NodeState }>;

/**
 * Of the nodes that were let go: those still there are opened again, the others are launched anew, as many of each kind as there were.
 * What was asked for before and has come since is not asked for again, however long something else takes to wake.
 */
export const launchesFor = (environment: string, gone: GoneNodes, nodes: Nodes): readonly Launch[] => {
  const open = gone.nodes.flatMap(({ name }): readonly Launch[] => (nodes.get(name)?.node.cordoned === true ? [{ kind: 'uncordon', node: name }] : []));
  const come = cameSince(gone, nodes);
  const kinds = new Map<string, { like: Omit<GoneNode, 'name'>; instead: string[] }>();
  for (const { name, ...like } of gone.nodes.filter((node) => !nodes.has(node.name))) {
    const key = canonicalJson(like);
    const kind = kinds.get(key) ?? { like, instead: [] };
    kind.instead.push(name);
    kinds.set(key, kind);
  }
  const runs = [...kinds].map(([key, { like, instead }]): Launch => ({ kind: 'run', environment, like, count: instead.length - (come.get(key) ?? 0), instead: instead.slice(come.get(key) ?? 0) }));
  return [...open, ...runs.filter((launch) => launch.kind === 'run' && launch.count > 0)];
};

/** Nodes by kind that may be those asked for: made since, or nobody knows when. */
const cameSince = ({ launched, nodes: gone }: GoneNodes, nodes: Nodes): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  if (launched === null) return counts;
  const known = new Set(gone.map(({ name }) => name));
  for (const { node } of nodes.values()) {
    if (known.has(node.name) || (node.createdAt !== null && node.createdAt < launched)) continue;
    const key = canonicalJson(kindOf(node));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
};

const kindOf = ({ instanceType, zone, capacityType, nodePool }: NodeState): Omit<GoneNode, 'name'> => ({ instance_type: instanceType, availability_zone: zone, capacity_type: capacityType, node_pool: nodePool });
