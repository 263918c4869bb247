import type { Held, Reason } from '@ml/contracts/decision';
import { compareText } from '@ml/units/compare-text';
import { mb, type Analysis } from './findings';
import { nameOf } from './recommendation';

export interface Kept {
  readonly analysis: Analysis;
  readonly why: Reason;
}

/** The largest come one by one, the rest by name in one entry a code. */
const MOST_ENTRIES = 100;

export const heldImages = (kept: readonly Kept[], cluster: string): readonly Held[] => {
  // Of the same size in the order of their names, in which the state has them.
  const sorted = [...kept].sort((one, other) => other.analysis.bytes - one.analysis.bytes);
  const rest = [...Map.groupBy(sorted.slice(MOST_ENTRIES), ({ why }) => why.code)].sort(([one], [other]) => compareText(one, other));
  return [
    ...sorted.slice(0, MOST_ENTRIES).map(({ analysis, why }) => ({ target: { kind: 'Image', name: nameOf(analysis.image) }, ...why, details: { size_mb: mb(analysis.bytes) } })),
    ...rest.map(([code, entries]) => ({
      target: { kind: 'Cluster', name: cluster },
      code,
      text: `${entries.length} more images for the same reason`,
      details: { count: entries.length, images: entries.map(({ analysis }) => analysis.image.image) },
    })),
  ];
};
