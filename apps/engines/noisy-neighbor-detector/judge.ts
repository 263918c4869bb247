import type { Reason } from '@ml/contracts/decision';
import type { PriceList } from '@ml/engine-kernel/price-list';
import { optedOut } from '@ml/state/opt-out';
import type { EpochMs } from '@ml/units/brand';
import type { NoisyConstraints } from './ask';
import type { NoisyNeighborConfig } from './config';
import { costOf } from './costs';
import type { Refused } from './held';
import { largerType } from './larger-type';
import { loudnessOf, type Loudness, type Usual } from './loudness';
import { nodeLoadOf } from './node-load';
import type { Noisy } from './noisy';
import type { Mark, NoisyNeighborDetectorState } from './state';
import type { Cluster, Talker } from './talker';
import { victimsIn } from './victims';

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
  const victimsOf = victimsIn(cluster, config);
  const noisy: Noisy[] = [];
  const refused: Refused[] = [];
  for (const talker of cluster.talkers) {
    const loudness = loudnessOf(talker, usual, config);
    const reason = reasonToHold(talker, loudness, { ...judging, marks });
    if (reason === null) noisy.push(noisyOf(talker, loudness, { judging, victims: victimsOf(talker) }));
    else refused.push({ talker, loudness, reason });
  }
  return { noisy: noisy.sort((one, other) => other.loudness.nearest - one.loudness.nearest), refused };
};

interface Marked extends Judging {
  readonly marks: ReadonlySet<string>;
}

const when = (applies: boolean, code: string, text: string): Reason | null => (applies ? { code, text } : null);

type Rule = (talker: Talker, marked: Marked & { readonly loudness: Loudness }) => Reason | null;

/** In this order: the first that applies is said. */
const RULES: readonly Rule[] = [
  (_, { loudness, usual }) => when(loudness.patterns.length === 0, 'BELOW_THRESHOLD', usual.median === null ? 'neither what crosses zones nor what leaves is much' : 'it carries about what others carry'),
  ({ pod }) => when(pod === undefined, 'UNKNOWN_POD', 'current_state.pods does not have it: nobody can say whether its figures are those of its node'),
  ({ pod }) => when(pod?.hostNetwork === true, 'HOST_NETWORK', 'it uses the network of its node: its figures are those of all pods there'),
  ({ key, network, pod }, { constraints }) => when([network.pod, key, pod?.workload?.name ?? ''].some((name) => constraints.excluded.includes(name)), 'EXCLUDED', 'the request names it in constraints.excluded'),
  ({ pod }, { marks, now }) => when(pod !== undefined && isOptedOut(pod, marks, now), 'OPTED_OUT', 'it, its workload or its namespace says that it is to be left alone'),
];

const reasonToHold = (talker: Talker, loudness: Loudness, marked: Marked): Reason | null => RULES.reduce<Reason | null>((found, rule) => found ?? rule(talker, { ...marked, loudness }), null);

const markedIn = (marks: readonly Mark[], now: EpochMs): ReadonlySet<string> =>
  new Set(marks.filter(({ optOuts }) => optOuts.some((optOut) => optedOut(optOut, now))).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));

const isOptedOut = ({ namespace, workload, optOut }: NonNullable<Talker['pod']>, marks: ReadonlySet<string>, now: EpochMs): boolean =>
  optedOut(optOut, now) || marks.has(`Namespace ${namespace}/${namespace}`) || (workload !== null && marks.has(`${workload.kind} ${namespace}/${workload.name}`));

interface Found {
  readonly judging: Judging;
  readonly victims: Noisy['victims'];
}

const noisyOf = (talker: Talker, loudness: Loudness, { judging, victims }: Found): Noisy => {
  const { cluster, usual, prices, constraints } = judging;
  const load = nodeLoadOf(talker, cluster);
  return { talker, loudness, victims, load, cost: costOf(talker, prices?.rates ?? null), larger: largerType(load, prices, constraints), limitMbit: limitOf(usual, load) };
};

const MBIT_PER_GBIT = 1_000;
const MBIT_PER_BYTE = 8 / 1e6;

/** What the machine carries for hours less what the others carry, and never less than what would not be noisy. */
const limitOf = ({ median, multiplier }: Usual, { baselineGbps, othersGbps }: Noisy['load']): number | null => {
  if (baselineGbps === null || median === null) return null;
  return Math.ceil(Math.max((baselineGbps - othersGbps) * MBIT_PER_GBIT, median * multiplier * MBIT_PER_BYTE, 1));
};
