import type { HostPort } from '@ml/state/kubernetes/pod-state';
import type { Cluster } from './cluster';
import { domainOn } from './domains';
import type { Amounts } from './resources';
import type { ShapeRules } from './rules';
import type { Term } from './terms';

/** What is free and who stands where, as pods come and go. */
export interface Ledger {
  /** By node. */
  readonly free: Amounts[];
  readonly hasPort: (node: number, port: Port) => boolean;
  /** A pod comes (1) or goes (-1). */
  readonly count: (pod: number, node: number, by: 1 | -1) => void;
}

export const ledgerOf = (cluster: Cluster): Ledger => {
  const free = cluster.offered.map((amounts) => amounts.slice());
  const ports = portsOf();
  return {
    free,
    hasPort: ports.has,
    count: (pod, node, by) => {
      const state = cluster.pods[pod];
      const shape = cluster.shapes[cluster.shapeOf[pod] ?? 0];
      const rules = cluster.rules[cluster.shapeOf[pod] ?? 0];
      const room = free[node];
      if (state === undefined || shape === undefined || rules === undefined || room === undefined) return;
      take(room, shape.amounts, by);
      for (const port of shape.sample.hostPorts) ports.add(node, port, by);
      // A pod that waits has been promised room, but whom it will stand beside nobody knows: others keep away from it, and none counts on it.
      tallyAll(state.nodeName === null ? keepingAway(rules) : rules, { node, by, leaving: state.deletionTimestamp !== null, bound: state.daemon || state.staticPod });
    },
  };
};

type Port = Pick<HostPort, 'protocol' | 'port'>;

interface Ports {
  readonly has: (node: number, port: Port) => boolean;
  readonly add: (node: number, port: Port, by: number) => void;
}

/** Whatever address it is bound to: a port that is taken on one may not be free on another. */
const portsOf = (): Ports => {
  const taken = new Map<string, number>();
  const keyOf = (node: number, { protocol, port }: Port): string => `${node} ${protocol} ${port}`;
  const users = (node: number, port: Port): number => taken.get(keyOf(node, port)) ?? 0;
  return { has: (node, port) => users(node, port) > 0, add: (node, port, by) => void taken.set(keyOf(node, port), users(node, port) + by) };
};

const take = (room: Amounts, amounts: Amounts, by: 1 | -1): void => {
  for (let place = 0; place < room.length; place += 1) room[place] = (room[place] ?? 0) - by * (amounts[place] ?? 0);
};

interface Change {
  readonly node: number;
  readonly by: 1 | -1;
  /** Whether the pod is being deleted. */
  readonly leaving: boolean;
  /** Whether the pod goes when its node goes. */
  readonly bound: boolean;
}

type Tallied = Pick<ShapeRules, 'selected' | 'avoids' | 'needs'>;

const keepingAway = ({ selected, avoids }: ShapeRules): Tallied => ({ selected: selected.filter(({ spec }) => spec.everyone), avoids, needs: [] });

const tallyAll = ({ selected, avoids, needs }: Tallied, change: Change): void => {
  for (const term of selected) tally(term, 'selected', change);
  for (const term of avoids) tally(term, 'avoiders', change);
  for (const { term, self } of needs) {
    tally(term, 'needers', change);
    if (self) tally(term, 'peers', change);
  }
};

const tally = (term: Term, which: 'selected' | 'avoiders' | 'needers' | 'peers', { node, by, ...pod }: Change): void => {
  const domain = domainOn(term, node);
  const kept = which === 'selected' && !term.spec.everyone ? standing(pod) : which;
  if (domain >= 0 && (term.spec.only === null || term.spec.only.nodes.has(node))) term[kept].add(domain, by);
};

const standing = ({ leaving, bound }: Pick<Change, 'leaving' | 'bound'>): 'fading' | 'bound' | 'selected' => (leaving ? 'fading' : bound ? 'bound' : 'selected');
