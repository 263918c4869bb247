import type { Held, Reason } from '@ml/contracts/decision';
import { compareText } from '@ml/units/compare-text';
import { roundTo } from '@ml/units/money';
import type { Loudness } from './loudness';
import { targetOf } from './recommendations';
import type { Talker } from './talker';

const MOST_ENTRIES = 100;
const MOST_NAMES = 1_000;

export interface Refused {
  readonly talker: Talker;
  readonly loudness: Loudness;
  readonly reason: Reason;
}

/** Those past or near a threshold one by one, the loudest first; the others by code. */
export const heldOf = (refused: readonly Refused[], nearShare: number): readonly Held[] => {
  const sorted = [...refused].sort((one, other) => other.loudness.nearest - one.loudness.nearest || compareText(one.talker.key, other.talker.key));
  const named = sorted.filter(({ loudness }) => loudness.nearest >= nearShare).slice(0, MOST_ENTRIES);
  const rest = new Map<string, Refused[]>();
  for (const one of sorted.slice(named.length)) {
    const group = rest.get(one.reason.code);
    if (group === undefined) rest.set(one.reason.code, [one]);
    else group.push(one);
  }
  return [...named.map(entryOf), ...[...rest].sort(([one], [other]) => compareText(one, other)).map(([code, group]) => groupOf(code, group))];
};

const entryOf = ({ talker, loudness, reason }: Refused): Held => ({
  target: targetOf(talker),
  ...reason,
  details: { patterns: loudness.patterns, ratio_to_median: loudness.ratioToMedian === null ? null : roundTo(loudness.ratioToMedian, 2), cross_az_gb_month: talker.network.crossAzGbMonth, egress_gb_month: talker.network.egressGbMonth },
});

const groupOf = (code: string, group: readonly Refused[]): Held => ({
  target: { kind: 'Pods', name: `${group.length} pods` },
  code,
  text: `each of ${group.length} pods: ${group[0]?.reason.text ?? ''}`,
  details: { count: group.length, pods: group.slice(0, MOST_NAMES).map(({ talker }) => talker.key) },
});
