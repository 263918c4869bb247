import type { DecisionEnvelope, EngineDecision, Memory, Reason } from '@ml/contracts/decision';
import type { EngineType } from '@ml/contracts/engine-types';
import type { FactName } from '@ml/contracts/engines';
import type { ForecastSnapshot } from '@ml/contracts/forecasts';
import type { ModelRef } from '@ml/contracts/model-metadata';
import type { PoolSnapshot } from '@ml/contracts/pools';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { EpochMs } from '@ml/units/brand';
import type { UsageForecast } from './forecast';
import type { ConfigOf, Settings } from './settings';

/** The newest immutable snapshots; absent when none has been published yet. */
export interface Facts {
  readonly prices: PriceSnapshot | undefined;
  readonly pools: PoolSnapshot | undefined;
  /** Absent while no model is active. */
  readonly forecast?: UsageForecast | undefined;
  /** What models expect of the pools of the region, made from these very prices. */
  readonly poolForecast?: ForecastSnapshot | undefined;
  /** Why there is no forecast although the engine could use one. */
  readonly modelFallback?: Reason | undefined;
}

export interface DecideInput<State, S extends Settings> {
  readonly request: DecisionEnvelope;
  readonly state: State;
  readonly facts: Facts;
  readonly memory: readonly Memory[];
  readonly config: ConfigOf<S>;
  /** Stamped once at the gateway: the only clock an engine knows. */
  readonly now: EpochMs;
}

export interface Decided {
  readonly decision: EngineDecision;
  readonly remember: readonly Memory[];
}

/** One formula version of an engine. */
export interface EngineVersion<State, S extends Settings> {
  readonly version: string;
  readonly decide: (input: DecideInput<State, S>) => Decided;
}

/** Rows for the model that forecasts usage, and how its answers are to be read: one a row, in order, null where the model said nothing that makes sense. */
export interface UsageQuestion {
  readonly features: readonly string[];
  readonly rows: number;
  /** Row by row. */
  readonly values: Float32Array;
  readonly read: (answers: readonly (number | null)[], model: ModelRef) => UsageForecast;
}

/** An engine: pure, synchronous, total. What it needs from elsewhere it declares. */
export interface Engine<State = unknown, S extends Settings = Settings> {
  readonly name: EngineType;
  readonly needs: readonly FactName[];
  readonly settings: S;
  /** Keeps the allow-listed part of `current_state`; throws a StateFault that names the path. */
  readonly project: (currentState: unknown) => State;
  /** The AWS region whose prices it needs; undefined when the request does not say. */
  readonly regionOf: (request: DecisionEnvelope, state: State) => string | undefined;
  /** What it would ask the model that forecasts usage, before it decides; null where nothing can be forecast. Only with the need `usage_model`. */
  readonly usageQuestion?: (input: DecideInput<State, S>) => UsageQuestion | null;
  /** Newest last. */
  readonly versions: readonly EngineVersion<State, S>[];
}

export const defineEngine = <State, S extends Settings>(engine: Engine<State, S>): Engine<State, S> => engine;
