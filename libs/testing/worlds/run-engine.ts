import type { DecisionEnvelope, Memory, Reason } from '@ml/contracts/decision';
import type { DecisionType } from '@ml/contracts/engine-types';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { Decided } from '@ml/engine-kernel/engine';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { deepFreeze } from '../deep-freeze';
import { ENGINE_CATALOGUE } from '../engine-catalogue';
import { syntheticMarket } from '../markets';
import { WORLD_NOW, type Native } from './kubernetes-parts';
import { WORLD_REQUIREMENTS } from './world';

export type Existing = keyof typeof ENGINE_CATALOGUE & DecisionType;

export const WORLD_MARKET: PriceSnapshot = deepFreeze(syntheticMarket({ types: 60, zones: 3, seed: 7 }));
/** Types with a price on demand and in every zone on spot. */
export const WORLD_TYPES: readonly string[] = WORLD_MARKET.types
  .filter(({ instance_type: name, on_demand }) => on_demand.Linux !== undefined && WORLD_MARKET.pools.filter((pool) => pool.instance_type === name).length === 3)
  .map(({ instance_type }) => instance_type)
  .slice(0, 12);

export interface WorldRun {
  readonly type: Existing;
  readonly raw: Native;
  readonly requirements?: Native;
  readonly constraints?: Native;
  readonly memory?: readonly Memory[];
  readonly now?: number;
  /** null: nobody has published prices yet. */
  readonly prices?: PriceSnapshot | null;
  /** Why no model took part. */
  readonly modelFallback?: Reason;
  /** Whether the state takes the way through the store first, as on replay. */
  readonly stored?: boolean;
  /** Whether writing to the input throws; freezing a large state takes its time. */
  readonly frozen?: boolean;
}

/** Projects and decides as the thread of a service does. The input is frozen: an engine that writes to it throws. */
export const runEngineOn = ({ type, raw, requirements, constraints, memory = [], now = WORLD_NOW, prices = WORLD_MARKET, modelFallback, stored = false, frozen = true }: WorldRun): Decided => {
  const engine = ENGINE_CATALOGUE[type];
  const version = engine.versions.at(-1);
  if (version === undefined) throw new Error(`${type} has no version`);
  const guard: <T>(value: T) => T = frozen ? deepFreeze : (value) => value;
  const projected = engine.project(guard(raw));
  const state = stored ? (JSON.parse(JSON.stringify(projected)) as unknown) : projected;
  return version.decide(
    guard({
      request: envelope(type, { ...WORLD_REQUIREMENTS[type], ...requirements }, { ...constraints }),
      state,
      facts: { prices: prices ?? undefined, pools: undefined, modelFallback },
      memory,
      config: defaultsOf(engine.settings),
      now: epochMs(now),
    }),
  );
};

const envelope = (type: DecisionType, requirements: Native, constraints: Native): DecisionEnvelope => ({
  request_id: 'r-1',
  cluster_id: 'c-1',
  customer_id: null,
  decision_type: type,
  requirements: { region: 'us-east-1', ...requirements },
  constraints,
  cause: 'routine',
});
