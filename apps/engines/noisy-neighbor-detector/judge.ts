import { firstReason, when, type ReasonRule } from '@ml/engine-kernel/first-reason';
import type { PriceList } from '@ml/engine-kernel/price-list';
import { optedOut } from '@ml/state/opt-out';
import type { EpochMs } from '@ml/units/brand';
import type { NoisyConstraints } from './ask';
import type { NoisyNeighborConfig } from './config';
import { costOf } from './costs';
import type { Refused } from './held';
import { largerTypesIn, type LargerTypeOf } from './larger-type';
import { loudnessOf, type Loudness, type Usual } from './loudness';
import { nodeLoadsIn, type LoadOf } from './node-load';
import type { Noisy } from './noisy';
import type { Mark, NoisyNeighborDetectorState } from './state';
import type { Cluster, Talker } from './talker';
import { victimsIn, type VictimsOf } from './victims';

export interface Judging {
  readonly state: NoisyNeighborDetectorState;
  readonly cluster: Cluster;
  readonly usual: Usual;
  readonly constraints: NoisyConstraints;
  readonly config: NoisyNeighborConfig;
  readonly prices: PriceList | undefined;
  readonly now: EpochMs;
}

export interface Judged {
  /** The loudest first. */
  readonly noisy: readonly Noisy[];
  readonly refused: readonly Refused[];
}

export const judge = (judging: Judging): Judged => {
  const { cluster, usual, config } = judging;
  const marks = markedIn(judging.state.marks, judging.now);
  const looking: Looking = { judging, victimsOf: victimsIn(cluster, config), loadOf: nodeLoadsIn(cluster), largerOf: largerTypesIn(judging.prices, judging.constraints), excluded: new Set(judging.constraints.excluded) };
  const noisy: Noisy[] = [];
  const refused: Refused[] = [];
  for (const talker of cluster.talkers) {
    const loudness = loudnessOf(talker, usual, config);
    const reason = firstReason(RULES, { talker, loudness }, { ...judging, marks, excluded: looking.excluded });
    if (reason === null) noisy.push(noisyOf(talker, loudness, looking));
    else refused.push({ talker, loudness, reason });
  }
  return { noisy: noisy.sort((one, other) => other.loudness.nearest - one.loudness.nearest), refused };
};

interface Marked extends Judging {
  readonly marks: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
}

interface Candidate {
  readonly talker: Talker;
  readonly loudness: Loudness;
}

/** In this order: the first that applies is said. */
const RULES: readonly ReasonRule<Candidate, Marked>[] = [
  ({ loudness }, { usual }) => when(loudness.patterns.length === 0, 'BELOW_THRESHOLD', usual.median === null ? 'neither what crosses zones nor what leaves is much' : 'it carries about what others carry'),
  ({ talker: { pod } }) => when(pod === undefined, 'UNKNOWN_POD', 'current_state.pods does not have it: nobody can say whether its figures are those of its node'),
  ({ talker: { pod } }) => when(pod?.hostNetwork === true, 'HOST_NETWORK', 'it uses the network of its node: its figures are those of all pods there'),
  ({ talker }, { excluded }) => when(namesOf(talker).some((name) => excluded.has(name)), 'EXCLUDED', 'the request names it in constraints.excluded'),
  ({ talker: { pod } }, { marks, now }) => when(pod !== undefined && isOptedOut(pod, marks, now), 'OPTED_OUT', 'it, its workload or its namespace says that it is to be left alone'),
];

/** What a request may call it: the pod or its workload, with the namespace or without. */
const namesOf = ({ key, network, pod }: Talker): readonly string[] => [network.pod, key, ...(pod?.workload ? [pod.workload.name, `${network.namespace}/${pod.workload.name}`] : [])];

const markedIn = (marks: readonly Mark[], now: EpochMs): ReadonlySet<string> =>
  new Set(marks.filter(({ optOuts }) => optOuts.some((optOut) => optedOut(optOut, now))).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));

const isOptedOut = ({ namespace, workload, optOut }: NonNullable<Talker['pod']>, marks: ReadonlySet<string>, now: EpochMs): boolean =>
  optedOut(optOut, now) || marks.has(`Namespace ${namespace}/${namespace}`) || (workload !== null && marks.has(`${workload.kind} ${namespace}/${workload.name}`));

interface Looking {
  readonly judging: Judging;
  readonly victimsOf: VictimsOf;
  readonly loadOf: LoadOf;
  readonly largerOf: LargerTypeOf;
  readonly excluded: ReadonlySet<string>;
}

const noisyOf = (talker: Talker, loudness: Loudness, { judging: { usual, prices }, victimsOf, loadOf, largerOf }: Looking): Noisy => {
  const load = loadOf(talker);
  return { talker, loudness, victims: victimsOf(talker, load.shareOfNode), load, cost: costOf(talker, prices?.rates ?? null), larger: largerOf(load), limitMbit: limitOf(usual, load) };
};

const MBIT_PER_GBIT = 1_000;
const MBIT_PER_BYTE = 8 / 1e6;

/** What the machine carries for hours less what the others carry, and never less than what would not be noisy. */
const limitOf = ({ median, multiplier }: Usual, { baselineGbps, othersGbps }: Noisy['load']): number | null => {
  if (baselineGbps === null || median === null) return null;
  return Math.ceil(Math.max((baselineGbps - othersGbps) * MBIT_PER_GBIT, median * multiplier * MBIT_PER_BYTE, 1));
};
