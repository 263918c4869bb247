import type { Labels } from './label-selector';

/** What people write on workloads and namespaces to have them sleep: kube-downscaler, cloud-custodian and ours, in this order. */
export const DOWNSCALER_KEYS: readonly string[] = [
  'downscaler/uptime',
  'downscaler/downtime',
  'downscaler/upscale-period',
  'downscaler/downscale-period',
  'downscaler/force-uptime',
  'downscaler/force-downtime',
  'downscaler/exclude',
  'downscaler/exclude-until',
  'downscaler/downtime-replicas',
  'downscaler/original-replicas',
  'downscaler/grace-period',
  'maid_offhours',
  'cloudoptim/schedule',
  'cloudoptim:schedule',
];

/** Annotations win over labels of the same key. */
export const downscalerOf = (labels: Labels, annotations: Labels): Labels => {
  const found = DOWNSCALER_KEYS.flatMap((key) => {
    const value = annotations[key] ?? labels[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
};
