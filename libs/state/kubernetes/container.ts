import type { Bytes } from '@ml/units/brand';
import type { ResourceAmounts } from './resource-amounts';

/** A `sidecar` is an init container that is always restarted: it runs beside the others. */
export type ContainerRole = 'main' | 'init' | 'sidecar';

export interface ContainerState {
  readonly name: string;
  readonly role: ContainerRole;
  /** An absent request is the limit, as the API server sets it. */
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  /** The heap that `-Xmx` allows a Java process; nothing else of its command or environment is kept. */
  readonly javaHeap: Bytes | null;
}
