import type { EpochMs } from '@ml/units/brand';
import type { OptOut } from '../opt-out';
import type { ContainerState } from './container';
import type { GitOps } from './git-ops';
import type { Labels, LabelSelector } from './label-selector';
import type { Owner } from './owner';
import type { ResourceTotals } from './resource-amounts';

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'ReplicaSet' | 'DaemonSet';

/** What the pods of a workload will be made from. */
export interface PodTemplate {
  readonly labels: Labels;
  readonly containers: readonly ContainerState[];
  /** Of one pod, as the scheduler counts them. */
  readonly requests: ResourceTotals;
  /** What its pods will say of themselves; a duration has no end here, since it counts from the start of each pod. */
  readonly optOut: OptOut | null;
}

export interface WorkloadState {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | null;
  /** Only those that say what it is and for which environment. */
  readonly labels: Labels;
  /** Wanted; of a DaemonSet, the nodes that shall run it. Kubernetes takes 1 where the object says nothing. */
  readonly replicas: number | null;
  readonly readyReplicas: number | null;
  readonly selector: LabelSelector | null;
  readonly template: PodTemplate;
  /** Names of the claim templates of a StatefulSet: its claims are `<template>-<name>-<ordinal>`. */
  readonly claimTemplates: readonly string[];
  readonly owner: Owner | null;
  readonly createdAt: EpochMs | null;
  readonly deletionTimestamp: EpochMs | null;
  readonly optOut: OptOut | null;
  /** Annotations (or labels) about its hours, raw: see DOWNSCALER_KEYS. */
  readonly downscaler: Labels;
  readonly gitOps: GitOps | null;
}
