import type { Cluster } from './cluster';
import { domainOn } from './domains';
import type { Amounts } from './resources';
import type { ShapeRules } from './rules';
import type { Term } from './terms';

/** What is free and who stands where, as pods come and go. */
export interface Ledger {
  /** By node. */
  readonly free: Amounts[];
  readonly hasPort: (node: number, port: { readonly protocol: string; readonly port: number }) => boolean;
  /** A pod comes (1) or goes (-1). */
  readonly count: (pod: number, node: number, by: 1 | -1) => void;
}

export const ledgerOf = (cluster: Cluster): Ledger => {
  const free = cluster.offered.map((amounts) => amounts.slice());
  const ports = new Map<string, number>();
  const portKey = (node: number, { protocol, port }: { readonly protocol: string; readonly port: number }): string => `${node} ${protocol} ${port}`;
  return {
    free,
    hasPort: (node, port) => (ports.get(portKey(node, port)) ?? 0) > 0,
    count: (pod, node, by) => {
      const shape = cluster.shapes[cluster.shapeOf[pod] ?? 0];
      const rules = cluster.rules[cluster.shapeOf[pod] ?? 0];
      const room = free[node];
      if (shape === undefined || rules === undefined || room === undefined) return;
      take(room, shape.amounts, by);
      for (const port of shape.sample.hostPorts) ports.set(portKey(node, port), (ports.get(portKey(node, port)) ?? 0) + by);
      tallyAll(rules, { node, by });
    },
  };
};

const take = (room: Amounts, amounts: Amounts, by: 1 | -1): void => {
  for (let place = 0; place < room.length; place += 1) room[place] = (room[place] ?? 0) - by * (amounts[place] ?? 0);
};

interface Change {
  readonly node: number;
  readonly by: 1 | -1;
}

const tallyAll = ({ selected, avoids, needs }: ShapeRules, change: Change): void => {
  for (const term of selected) tally(term, 'selected', change);
  for (const term of avoids) tally(term, 'avoiders', change);
  for (const { term } of needs) tally(term, 'needers', change);
};

const tally = (term: Term, which: 'selected' | 'avoiders' | 'needers', { node, by }: Change): void => {
  const domain = domainOn(term, node);
  if (domain >= 0 && (term.spec.only === null || term.spec.only.nodes.has(node))) term[which].add(domain, by);
};
