import type { EpochMs } from '@ml/units/brand';
import { WORKLOAD_OPT_OUT_KEYS, workloadOptOutOf, type OptOut } from '../opt-out';
import type { Read } from '../read';
import { object, required } from '../shapes';
import { DOWNSCALER_KEYS, downscalerOf } from './downscaler';
import { clusterWide } from './identified';
import type { Labels } from './label-selector';
import { metadataWith } from './metadata';

export interface NamespaceState {
  readonly name: string;
  /** Whole: selectors of namespaces ask for them. */
  readonly labels: Labels;
  readonly createdAt: EpochMs | null;
  readonly deletionTimestamp: EpochMs | null;
  readonly optOut: OptOut | null;
  /** See DOWNSCALER_KEYS: what holds for every workload in it that says nothing itself. */
  readonly downscaler: Labels;
}

const apiNamespace = object({ metadata: required(metadataWith([...WORKLOAD_OPT_OUT_KEYS, ...DOWNSCALER_KEYS])) });

const NAME_LABEL = 'kubernetes.io/metadata.name';

const readNamespace: Read<NamespaceState> = (value) => {
  const { metadata } = apiNamespace(value);
  const { name, labels, annotations } = metadata;
  return {
    name,
    // The API server sets it on every namespace, and selectors by name rest on it.
    labels: { ...labels, [NAME_LABEL]: name },
    createdAt: metadata.creationTimestamp,
    deletionTimestamp: metadata.deletionTimestamp,
    optOut: workloadOptOutOf(labels, annotations),
    downscaler: downscalerOf(labels, annotations),
  };
};

export const readNamespaces: Read<readonly NamespaceState[]> = clusterWide(readNamespace);
