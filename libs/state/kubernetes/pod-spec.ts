import type { Read } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { name, text, truth, whole } from '../values';
import { readLabels } from './labels';
import { NO_AFFINITY, readAffinity } from './read-affinity';
import { readContainers } from './read-container';
import { readAmounts } from './read-resources';
import { readTolerations } from './read-tolerations';
import { readTopologySpread } from './read-topology-spread';

const present: Read<boolean> = (value) => value !== undefined && value !== null;

const apiVolume = object({
  name: optional(text),
  persistentVolumeClaim: optional(object({ claimName: required(name) })),
  emptyDir: optional(object({ medium: optional(text) })),
  hostPath: present,
  ephemeral: present,
});

export type ApiVolume = ReturnType<typeof apiVolume>;

const PRIORITY = { min: -(2 ** 31), max: 2 ** 31 - 1 } as const;
const SECONDS = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

/** The `spec` of a pod or of a pod template. */
export const readPodSpec = object({
  nodeName: optional(text),
  containers: fallback(readContainers, []),
  initContainers: fallback(readContainers, []),
  resources: optional(object({ requests: optional(readAmounts) })),
  overhead: optional(readAmounts),
  volumes: fallback(array(apiVolume), []),
  nodeSelector: fallback(readLabels, {}),
  affinity: fallback(readAffinity, NO_AFFINITY),
  topologySpreadConstraints: fallback(readTopologySpread, []),
  tolerations: fallback(readTolerations, []),
  priority: optional(whole(PRIORITY)),
  priorityClassName: optional(text),
  hostNetwork: fallback(truth, false),
  terminationGracePeriodSeconds: optional(whole(SECONDS)),
});

export type ApiPodSpec = ReturnType<typeof readPodSpec>;

export const NO_POD_SPEC: ApiPodSpec = readPodSpec({});
