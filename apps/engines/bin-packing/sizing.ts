import type { TypeFacts } from '@ml/contracts/pricing';
import type { Candidate } from './candidates';
import { CPU, MEMORY, PODS, STORAGE, VOLUMES, type Amounts } from './model/resources';
import { offeredByType } from './node-size';
import { staysWithNode } from './pod-look';
import type { Situation } from './situation';

/** What a node in place of a set would have for the pods that move. */
export interface Sizing {
  /** With a node of any size. */
  readonly boundless: Amounts;
  readonly offered: (type: TypeFacts) => Amounts;
}

/** The DaemonSet pods of the set come with the new node, too: what the fullest node has of them is taken off. */
export const sizingOf = (situation: Situation, set: readonly Candidate[]): Sizing => {
  const { cluster, config } = situation;
  const base = new Float64Array(cluster.dimensions.size);
  for (const place of [STORAGE, VOLUMES]) base[place] = set.reduce((least, { index }) => Math.min(least, cluster.offered[index]?.[place] ?? 0), Number.POSITIVE_INFINITY);
  const attendants = attendantsOf(situation, set);
  const less = (amounts: Amounts): Amounts => amounts.map((amount, place) => amount - (attendants[place] ?? 0));
  const boundless = base.slice();
  for (const place of [CPU, MEMORY, PODS]) boundless[place] = Number.MAX_SAFE_INTEGER;
  return { boundless: less(boundless), offered: (type) => less(offeredByType(type, base, config.vm_overhead_pct)) };
};

const attendantsOf = ({ cluster }: Situation, set: readonly Candidate[]): Amounts => {
  const byNode = new Map(set.map(({ index }) => [index, new Float64Array(cluster.dimensions.size)]));
  cluster.pods.forEach((pod, index) => {
    const sum = byNode.get(cluster.nodeOf[index] ?? -1);
    const amounts = cluster.shapes[cluster.shapeOf[index] ?? 0]?.amounts;
    if (sum === undefined || amounts === undefined || !staysWithNode(pod)) return;
    amounts.forEach((amount, place) => {
      sum[place] = (sum[place] ?? 0) + amount;
    });
  });
  return new Float64Array(cluster.dimensions.size).map((_, place) => [...byNode.values()].reduce((most, sum) => Math.max(most, sum[place] ?? 0), 0));
};
