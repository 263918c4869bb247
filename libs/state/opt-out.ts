import type { EpochMs } from '@ml/units/brand';

/** What the ecosystem writes on an object that machines shall leave alone; each with the values that mean it. */
const OPT_OUTS: Readonly<Record<string, (value: string) => boolean>> = {
  'cloudoptim:ignore': (value) => value !== 'false',
  'cloudoptim/ignore': (value) => value !== 'false',
  'cluster-autoscaler.kubernetes.io/scale-down-disabled': (value) => value === 'true',
  // A duration such as "30m" counts too: on a node it has no start to count from, so the safe reading is "now".
  'karpenter.sh/do-not-disrupt': (value) => value !== 'false',
  'karpenter.sh/do-not-consolidate': (value) => value === 'true',
};

export const OPT_OUT_KEYS: readonly string[] = Object.keys(OPT_OUTS);

type Marks = Readonly<Record<string, string>>;

/** "Hands off", by whom it was said and for how long. */
export interface OptOut {
  /** The label, annotation or tag. */
  readonly key: string;
  /** null is forever. */
  readonly until: EpochMs | null;
}

/** Whether an opt-out holds at `now`. */
export const optedOut = (optOut: OptOut | null, now: EpochMs): boolean => optOut !== null && (optOut.until === null || now < optOut.until);

/** The label or annotation that says "hands off"; null when there is none. */
export const optOutOf = (...marks: readonly Marks[]): string | null =>
  OPT_OUT_KEYS.find((key) => marks.some((mark) => mark[key] !== undefined && OPT_OUTS[key]?.(mark[key]) === true)) ?? null;
