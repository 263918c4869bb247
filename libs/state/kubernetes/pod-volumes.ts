import type { ApiPodSpec, ApiVolume } from './pod-spec';
import type { PodVolumes } from './pod-state';

/** Shared by nearly all pods. */
const NO_VOLUMES: PodVolumes = { claims: [], emptyDir: false, hostPath: false };

export const volumesOf = (pod: string, volumes: ApiPodSpec['volumes']): PodVolumes => {
  if (!volumes.some(isKnown)) return NO_VOLUMES;
  return {
    claims: volumes.flatMap((volume) => claimOf(pod, volume)),
    emptyDir: volumes.some(isOnDisk),
    hostPath: volumes.some(({ hostPath }) => hostPath),
  };
};

const isKnown = (volume: ApiVolume): boolean => volume.persistentVolumeClaim !== null || volume.emptyDir !== null || volume.hostPath || volume.ephemeral;

const isOnDisk = ({ emptyDir }: ApiVolume): boolean => emptyDir !== null && emptyDir.medium !== 'Memory';

/** The claim of an ephemeral volume is named after the pod and the volume. */
const claimOf = (pod: string, { name, persistentVolumeClaim, ephemeral }: ApiVolume): readonly string[] => {
  if (persistentVolumeClaim !== null) return [persistentVolumeClaim.claimName];
  return ephemeral ? [`${pod}-${name ?? ''}`] : [];
};
