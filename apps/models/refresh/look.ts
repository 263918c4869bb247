import { AppError } from '@ml/contracts/app-error';
import { isTypeOf } from '@ml/domain/prices/type-pattern';
import { notJudged, type RefreshCheck } from '@ml/domain/models/verdict';
import type { PoolRows } from '../forecasts/pool-rows';
import type { Trial } from '../serving/model-file';

/** One look at what a model says of the pools of a region. */
export interface Look {
  readonly trial: Trial;
  readonly region: string;
  /** Names and patterns of the types that it is asked about; empty: all. */
  readonly instance_types: readonly string[];
  /** Milliseconds since the epoch: when the prices were published that the region should have at least; undefined: any are good. */
  readonly builtAt: number | undefined;
  /** Of `performance.now()`: for so long prices that were just built are waited for. */
  readonly waitUntil: number;
}

/** The pools that are looked at. */
export const lookedAt = ({ instance_types }: Look, { features, pools, rows }: PoolRows): PoolRows => {
  const isWanted = isTypeOf(instance_types);
  const kept = pools.flatMap((pool, index) => (isWanted(pool.instance_type) ? [index] : []));
  return { features, pools: kept.flatMap((index) => pools[index] ?? []), rows: kept.map((index) => rows[index] ?? []) };
};

/** Ends of a host that say nothing of the model in it. */
const FROM_OUTSIDE: ReadonlySet<unknown> = new Set(['KILLED', 'UNBORN', 'ASKED']);

/** Why the model itself could not answer; undefined: it was something else. */
const faultOfModel = (error: unknown): string | undefined => {
  if (!(error instanceof AppError) || FROM_OUTSIDE.has(error.details?.['reason'])) return undefined;
  return error.code === 'MODEL_FAILED' || error.code === 'DEADLINE_EXCEEDED' ? error.message : undefined;
};

/** A model that fails on new prices is refused by them. @throws what is not the model's fault */
export const unlessItFails = async (check: string, look: () => Promise<readonly RefreshCheck[]>): Promise<readonly RefreshCheck[]> => {
  try {
    return await look();
  } catch (error) {
    const why = faultOfModel(error);
    if (why === undefined) throw error;
    return [notJudged(check, `the model could not be run on the newest prices: ${why}`)];
  }
};
