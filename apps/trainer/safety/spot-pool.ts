import type { AdvisorClass, Product } from '@ml/contracts/pricing';

/** One pool as the risk formula sees it. */
export interface SpotPool {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
  readonly product: Product;
  /** Null when unknown: the pool cannot be scored. */
  readonly advisorClass: AdvisorClass | null;
  /** As in price snapshots: null under a day of history. */
  readonly cv_168h: number | null;
  readonly history_hours: number;
}
