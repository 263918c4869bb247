import type { EpochMs } from '@ml/units/brand';
import { WORKLOAD_OPT_OUT_KEYS, workloadOptOutOf, type OptOut } from '../opt-out';
import type { Read } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { text, truth } from '../values';
import { DOWNSCALER_KEYS, downscalerOf } from './downscaler';
import { GIT_OPS_KEYS, gitOpsOf, type GitOps } from './git-ops';
import { namespaced } from './identified';
import type { Labels } from './label-selector';
import { metadataWith } from './metadata';

export interface CronJobState {
  readonly namespace: string;
  readonly name: string;
  readonly suspended: boolean;
  readonly schedule: string | null;
  /** null is the zone of the cluster's controller. */
  readonly timeZone: string | null;
  readonly createdAt: EpochMs | null;
  readonly deletionTimestamp: EpochMs | null;
  readonly optOut: OptOut | null;
  readonly downscaler: Labels;
  readonly gitOps: GitOps | null;
}

const spec = object({ suspend: fallback(truth, false), schedule: optional(text), timeZone: optional(text) });

const apiCronJob = object({
  metadata: required(metadataWith([...WORKLOAD_OPT_OUT_KEYS, ...DOWNSCALER_KEYS, ...GIT_OPS_KEYS])),
  spec: fallback(spec, spec({})),
});

const readCronJob: Read<CronJobState> = (value) => {
  const { metadata, spec: job } = apiCronJob(value);
  const { labels, annotations } = metadata;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    suspended: job.suspend,
    schedule: job.schedule,
    timeZone: job.timeZone,
    createdAt: metadata.creationTimestamp,
    deletionTimestamp: metadata.deletionTimestamp,
    optOut: workloadOptOutOf(labels, annotations),
    downscaler: downscalerOf(labels, annotations),
    gitOps: gitOpsOf(labels, annotations),
  };
};

export const readCronJobs: Read<readonly CronJobState[]> = namespaced(readCronJob);
