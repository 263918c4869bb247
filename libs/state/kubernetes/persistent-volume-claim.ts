import type { Bytes, EpochMs } from '@ml/units/brand';
import type { Read } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { size, text } from '../values';
import { namespaced } from './identified';
import { metadataWith } from './metadata';

export interface PersistentVolumeClaimState {
  readonly namespace: string;
  readonly name: string;
  /** null until it is bound. */
  readonly volumeName: string | null;
  /** `Pending`, `Bound`, `Lost`. */
  readonly phase: string | null;
  readonly storageClass: string | null;
  readonly requested: Bytes | null;
  readonly createdAt: EpochMs | null;
  readonly deletionTimestamp: EpochMs | null;
}

const spec = object({
  volumeName: optional(text),
  storageClassName: optional(text),
  resources: optional(object({ requests: optional(object({ storage: optional(size) })) })),
});

const apiClaim = object({
  metadata: required(metadataWith([])),
  spec: fallback(spec, spec({})),
  status: fallback(object({ phase: optional(text) }), { phase: null }),
});

const readClaim: Read<PersistentVolumeClaimState> = (value) => {
  const { metadata, spec: claim, status } = apiClaim(value);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    volumeName: claim.volumeName === '' ? null : claim.volumeName,
    phase: status.phase,
    storageClass: claim.storageClassName,
    requested: claim.resources?.requests?.storage ?? null,
    createdAt: metadata.creationTimestamp,
    deletionTimestamp: metadata.deletionTimestamp,
  };
};

export const readPersistentVolumeClaims: Read<readonly PersistentVolumeClaimState[]> = namespaced(readClaim);
