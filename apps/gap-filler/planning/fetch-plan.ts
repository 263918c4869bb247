import type { FetchLane } from '@ml/contracts/fetch-orders';
import type { FetchDataType } from '@ml/contracts/pricing';
import type { PlannedOrder } from '@ml/persistence/stores/gap-filler/planned-order';

export interface PlanAsk {
  readonly data_types: readonly FetchDataType[];
  /** Names and patterns; empty: all. */
  readonly instance_types: readonly string[];
  /** Empty: those of the installation. */
  readonly regions: readonly string[];
  readonly from: Date;
  /** Exclusive; what lies in the future is left out. */
  readonly until: Date;
  readonly lane: FetchLane;
  /** Also what is covered already. */
  readonly refetch: boolean;
  /** From here on what is covered is fetched as well. */
  readonly anewFrom?: Date;
  /** On-demand prices are left out of a region whose list is younger than a day. */
  readonly skipFreshLists?: boolean;
}

export interface FetchPlan {
  readonly regions: readonly string[];
  /** Sorted names; null: all types. */
  readonly instance_types: readonly string[] | null;
  /** Empty: nothing is missing. */
  readonly orders: readonly PlannedOrder[];
  readonly expected_records: number;
  readonly expected_seconds: number;
  /** For people: the first lines of the job's log. */
  readonly notes: readonly string[];
}
