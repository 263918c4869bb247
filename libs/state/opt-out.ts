import { epochMs, type EpochMs } from '@ml/units/brand';
import { goDuration } from './go-duration';

/** "Hands off", by whom it was said and for how long. */
export interface OptOut {
  /** The label, annotation or tag. */
  readonly key: string;
  /** null is forever. */
  readonly until: EpochMs | null;
}

type Marks = Readonly<Record<string, string>>;
/** A label, annotation or tag, with the values that mean "hands off". */
type Rules = Readonly<Record<string, (value: string) => boolean>>;

const notFalse = (value: string): boolean => value.toLowerCase() !== 'false';
const onlyTrue = (value: string): boolean => value === 'true';

const OURS: Rules = { 'cloudoptim:ignore': notFalse, 'cloudoptim/ignore': notFalse };
const DO_NOT_DISRUPT = 'karpenter.sh/do-not-disrupt';
const SAFE_TO_EVICT = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const EXCLUDE_UNTIL = 'downscaler/exclude-until';

const NODE_RULES: Rules = {
  ...OURS,
  'cluster-autoscaler.kubernetes.io/scale-down-disabled': onlyTrue,
  // A duration such as "30m" counts too: on a node it has no start to count from, so the safe reading is "now".
  [DO_NOT_DISRUPT]: notFalse,
  'karpenter.sh/do-not-consolidate': onlyTrue,
};

const POD_RULES: Rules = {
  ...OURS,
  'karpenter.sh/do-not-evict': onlyTrue,
  [SAFE_TO_EVICT]: (value) => value === 'false',
};

/** kube-downscaler, too, leaves alone whatever says anything but "false". */
const WORKLOAD_RULES: Rules = { ...OURS, 'downscaler/exclude': notFalse };

const keysOf = (rules: Rules): readonly string[] => Object.keys(rules);

export const OPT_OUT_KEYS = keysOf(NODE_RULES);
export const POD_OPT_OUT_KEYS: readonly string[] = [...keysOf(POD_RULES), DO_NOT_DISRUPT];
export const WORKLOAD_OPT_OUT_KEYS: readonly string[] = [...keysOf(WORKLOAD_RULES), EXCLUDE_UNTIL];
export const TAG_OPT_OUT_KEYS = keysOf(OURS);

const RULES_OF = new Map([NODE_RULES, POD_RULES, WORKLOAD_RULES, OURS].map((rules) => [rules, Object.entries(rules)] as const));

const ruleOf = (rules: Rules, marks: readonly Marks[]): string | null => {
  for (const [key, means] of RULES_OF.get(rules) ?? []) {
    for (const mark of marks) if (mark[key] !== undefined && means(mark[key])) return key;
  }
  return null;
};

const forever = (key: string | null): OptOut | null => (key === null ? null : { key, until: null });

/** Whether an opt-out holds at `now`. */
export const optedOut = (optOut: OptOut | null, now: EpochMs): boolean => optOut !== null && (optOut.until === null || now < optOut.until);

/** The label or annotation of a node that says "hands off"; null when there is none. */
export const optOutOf = (...marks: readonly Marks[]): string | null => ruleOf(NODE_RULES, marks);

/** The tag of an AWS resource. */
export const tagOptOutOf = (tags: Marks): string | null => ruleOf(OURS, [tags]);

/** `startedAt` is where a duration such as "30m" counts from; without it the duration has no end. */
export const podOptOutOf = (labels: Marks, annotations: Marks, startedAt: EpochMs | null): OptOut | null =>
  forever(ruleOf(POD_RULES, [labels, annotations])) ?? undisturbed(annotations[DO_NOT_DISRUPT] ?? labels[DO_NOT_DISRUPT], startedAt);

const undisturbed = (value: string | undefined, startedAt: EpochMs | null): OptOut | null => {
  if (value === undefined || !notFalse(value)) return null;
  const duration = goDuration(value);
  return { key: DO_NOT_DISRUPT, until: duration === null || startedAt === null ? null : epochMs(startedAt + duration) };
};

/** Of a workload or a namespace. */
export const workloadOptOutOf = (labels: Marks, annotations: Marks): OptOut | null =>
  forever(ruleOf(WORKLOAD_RULES, [labels, annotations])) ?? excludedUntil(annotations[EXCLUDE_UNTIL]);

/** `2026-11-20`, `2026-11-20T10:00`, `2026-11-20 10:00:00Z`: UTC where no zone is said, as kube-downscaler reads it. */
const UNTIL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** Somebody wanted it left alone: a time that cannot be read has no end. */
const excludedUntil = (value: string | undefined): OptOut | null => {
  if (value === undefined) return null;
  const [, date = '', clock = '00:00', zone = 'Z'] = UNTIL.exec(value.trim()) ?? [];
  const until = Date.parse(`${date}T${clock}${zone}`);
  return { key: EXCLUDE_UNTIL, until: Number.isNaN(until) ? null : epochMs(until) };
};
