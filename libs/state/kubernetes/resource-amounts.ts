import type { Bytes, Millicores } from '@ml/units/brand';

/** What a container asks for or is limited to; null where the object does not say. */
export interface ResourceAmounts {
  readonly cpu: Millicores | null;
  readonly memory: Bytes | null;
  readonly ephemeralStorage: Bytes | null;
  /** GPUs, huge pages, attachable volumes and whatever else is counted, by its Kubernetes name. */
  readonly extended: Readonly<Record<string, number>>;
}

/** Sums: what is nowhere asked for is zero. */
export interface ResourceTotals {
  readonly cpu: Millicores;
  readonly memory: Bytes;
  readonly ephemeralStorage: Bytes;
  readonly extended: Readonly<Record<string, number>>;
}
