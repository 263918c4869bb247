import { DOWNSCALER_KEYS } from '@ml/state/kubernetes/downscaler';
import { GIT_OPS_KEYS } from '@ml/state/kubernetes/git-ops';
import { OPT_OUT_KEYS, POD_OPT_OUT_KEYS, WORKLOAD_OPT_OUT_KEYS } from '@ml/state/opt-out';

/** Annotations that machines write for machines. People's own, and `last-applied-configuration`, are not among them. */
const PREFIXES = [
  'karpenter.sh/',
  'cluster-autoscaler.kubernetes.io/',
  'downscaler/',
  'cloudoptim/',
  'controller.kubernetes.io/',
  'autoscaling.keda.sh/',
  'volume.kubernetes.io/',
  'volume.beta.kubernetes.io/',
  'pv.kubernetes.io/',
  'service.kubernetes.io/',
  'service.beta.kubernetes.io/',
  'alb.ingress.kubernetes.io/',
  'descheduler.alpha.kubernetes.io/',
] as const;
const NAMES: ReadonlySet<string> = new Set([
  ...[...OPT_OUT_KEYS, ...POD_OPT_OUT_KEYS, ...WORKLOAD_OPT_OUT_KEYS, ...DOWNSCALER_KEYS, ...GIT_OPS_KEYS],
  ...['kubernetes.io/config.mirror', 'kubernetes.io/config.source', 'kubernetes.io/ingress.class', 'deployment.kubernetes.io/revision', 'storageclass.kubernetes.io/is-default-class'],
]);
/** None of them needs more; a document in the place of a word is not kept. */
const LONGEST = 512;

export const keptAnnotations = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const kept: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string' || text.length > LONGEST) continue;
    if (NAMES.has(key) || PREFIXES.some((prefix) => key.startsWith(prefix))) kept[key] = text;
  }
  return kept;
};
