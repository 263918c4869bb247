import { COMMON_CONSTRAINTS } from '@ml/engine-kernel/ask';
import { windowList } from '@ml/engine-kernel/calendar/window-list';
import { fault, shown, type Read, type Reads } from '@ml/state/read';
import { fallback, object, optional } from '@ml/state/shapes';
import { decimal, name, truth, whole } from '@ml/state/values';

/** Either a share of all nodes or a number of them. */
export type NodeLimit = { readonly percent: number } | { readonly nodes: number };

const MOST_NODES = 100_000;
const PERCENT = /^(\d{1,3}(?:\.\d+)?)%$/;
const COUNT = /^\d{1,6}$/;

/** `"10%"`, `3` or `"3"`, as Kubernetes writes such limits. */
export const nodeLimit: Read<NodeLimit> = (value) => {
  if (typeof value === 'number') return { nodes: whole({ min: 0, max: MOST_NODES })(value) };
  const percent = typeof value === 'string' ? PERCENT.exec(value)?.[1] : undefined;
  if (percent !== undefined && Number(percent) <= 100) return { percent: Number(percent) };
  if (typeof value === 'string' && COUNT.test(value)) return { nodes: whole({ min: 0, max: MOST_NODES })(Number(value)) };
  throw fault('BAD_FIELD', `${shown(value)} is neither a number of nodes nor a share such as "10%"`);
};

export const askReaders = {
  requirements: object({
    region: optional(name),
    k: optional(whole({ min: 1, max: 3 })),
    utilisation_threshold: optional(decimal({ min: 0, max: 1 })),
    allow_replacement: fallback(truth, true),
  }),
  constraints: object({
    max_disrupted_nodes: optional(nodeLimit),
    windows: fallback(windowList, []),
    grace_period_seconds: optional(whole({ min: 0, max: 86_400 })),
    allow_bare_pods: fallback(truth, false),
    allow_local_storage: fallback(truth, false),
    allow_system_pods: fallback(truth, false),
    ...COMMON_CONSTRAINTS,
  }),
} as const;

export type Requirements = Reads<typeof askReaders.requirements>;
export type Constraints = Reads<typeof askReaders.constraints>;
