import type { EpochMs } from '@ml/units/brand';

export interface Termination {
  /** `OOMKilled`, `Error`, `Completed`, ... */
  readonly reason: string | null;
  readonly exitCode: number | null;
  readonly startedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly containerId: string | null;
}

export interface ContainerStatus {
  readonly name: string;
  readonly containerId: string | null;
  readonly restartCount: number;
  /** Why the container does not run now; null when it runs or waits. */
  readonly terminated: Termination | null;
  /** Why the container before this one ended. */
  readonly lastTerminated: Termination | null;
}
