import { tolerates } from '@ml/state/kubernetes/taint';
import type { TopologySpread } from '@ml/state/kubernetes/topology-spread';
import { HOSTNAME, standsRight, type Host } from './nodes';
import type { Shape } from './shapes';
import type { Term, TermSpec } from './terms';

/** Which nodes, and so which domains, a rule of topology spread counts. Pods of one kind ask the same: each question is answered once. */
export interface Counting {
  readonly nodes: (constraint: TopologySpread, shape: Shape) => TermSpec['only'];
  readonly domains: (term: Term) => readonly number[];
}

export const countingOf = (hosts: readonly Host[]): Counting => {
  const nodes = new Map<string, ReadonlySet<number>>();
  const domains = new Map<string, readonly number[]>();
  const everywhere = new Map<string, boolean>();
  const isEverywhere = (key: string): boolean => {
    const known = everywhere.get(key) ?? (key === HOSTNAME || hosts.every(({ labels }) => Object.hasOwn(labels, key)));
    everywhere.set(key, known);
    return known;
  };
  return {
    nodes: (constraint, shape) => {
      const asked = askedBy(constraint, shape, otherKeys(constraint, shape).filter((key) => !isEverywhere(key)));
      if (asked === null) return null;
      const key = JSON.stringify(asked);
      const found = nodes.get(key) ?? new Set(hosts.flatMap((host, node) => (counts(host, shape, asked) ? [node] : [])));
      nodes.set(key, found);
      return { key, nodes: found };
    },
    domains: ({ spec, domains: all }) => {
      const key = `${spec.topologyKey} ${spec.only?.key ?? ''}`;
      const found = domains.get(key) ?? [...new Set(all.of.filter((domain, node) => domain >= 0 && (spec.only === null || spec.only.nodes.has(node))))];
      domains.set(key, found);
      return found;
    },
  };
};

interface Asked {
  /** Over which the pod is spread besides: a node without one of them counts for none. */
  readonly keys: readonly string[];
  readonly labels: readonly unknown[] | null;
  readonly tolerations: Shape['sample']['tolerations'] | null;
}

const otherKeys = ({ topologyKey, whenUnsatisfiable }: TopologySpread, { sample }: Shape): readonly string[] => {
  const together = sample.topologySpread.filter((other) => other.whenUnsatisfiable === whenUnsatisfiable).map((other) => other.topologyKey);
  return [...new Set(together)].filter((key) => key !== topologyKey).sort();
};

/** null: every node counts, as for most pods. */
const askedBy = ({ nodeAffinityPolicy, nodeTaintsPolicy }: TopologySpread, { sample }: Shape, keys: readonly string[]): Asked | null => {
  const required = sample.nodeAffinity?.required ?? null;
  const labels = nodeAffinityPolicy === 'Honor' && (Object.keys(sample.nodeSelector).length > 0 || required !== null) ? [sample.nodeSelector, required] : null;
  const tolerations = nodeTaintsPolicy === 'Honor' ? sample.tolerations : null;
  return keys.length === 0 && labels === null && tolerations === null ? null : { keys, labels, tolerations };
};

const counts = (host: Host, shape: Shape, { keys, labels, tolerations }: Asked): boolean =>
  keys.every((key) => Object.hasOwn(host.labels, key)) &&
  (labels === null || standsRight({ sample: shape.sample, disks: NO_PLACES }, host)) && (tolerations === null || tolerates(host.state.taints, tolerations));

const NO_PLACES = { places: [] } as const;
