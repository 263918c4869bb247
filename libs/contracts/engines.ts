import type { DecisionEnvelope, EngineDecision, EngineMode, Memory, Reason } from './decision';
import type { EngineType } from './engine-types';
import type { ModelRef } from './model-metadata';
import { question, type Owner, type Question } from './wire';

/** The shared facts an engine can ask for: immutable snapshots in the blob store, and which model forecasts usage. */
export type FactName = 'prices' | 'pools' | 'forecast' | 'usage_model';

/** What a usage model answered for the rows of one decision, null where that made no sense; or why it did not answer. */
export type UsageAnswers = { readonly model: ModelRef; readonly values: readonly (number | null)[] } | { readonly fallback: Reason };

/** The facts of one decision by name: part of the key of a cached result, and kept for the replay. */
export interface NamedFacts {
  /** Snapshot ids by region. */
  readonly prices: Readonly<Record<string, string>>;
  readonly pools: string | null;
  /** Forecasts of pools by region; null: no model is active. A region is absent while none was made; all of it, where the engine needs none. */
  readonly forecasts?: Readonly<Record<string, string | null>>;
  /** null: no model that forecasts usage is active. Absent where the engine needs none. */
  readonly usage_model?: ModelRef | null;
  /** Known once the decision is made; a replay takes them instead of asking. */
  readonly usage_answers?: UsageAnswers;
}

/** What `decisions` asks an engine; the raw `current_state` is attached as bytes. */
export interface EngineAsk {
  readonly envelope: DecisionEnvelope;
  /** Which formula version decides. */
  readonly version: string;
  readonly mode: EngineMode;
  /** RFC 3339: stamped once, at the gateway. */
  readonly now: string;
  readonly facts: NamedFacts;
  readonly memory: readonly Memory[];
  /** Given on replay only: the configuration that was in force then. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** `raw`: the attachment is what the caller posted. `projected`: it is what an earlier decision stored. */
  readonly state_form: 'raw' | 'projected';
}

/** What an engine answers; the projected state (canonical JSON, zstd) is attached as bytes. */
export interface EngineReply {
  readonly engine: { readonly name: EngineType; readonly version: string };
  readonly decision: EngineDecision;
  readonly remember: readonly Memory[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly config_hash: string;
  readonly state_hash: string;
  /** Ids of the snapshots that were read. */
  readonly price_snapshot: string | null;
  readonly pool_snapshot: string | null;
  /** The facts as they were used: with a model's answers, without a forecast that is gone. */
  readonly facts?: NamedFacts;
  readonly build: string;
}

/** One engine of the fleet as everyone else sees it. */
export interface EngineContract {
  readonly type: EngineType;
  readonly owner: Owner;
  readonly needs: readonly FactName[];
  /** Built-in formula versions, newest last. `DECISION_ENGINE_ACTIVE` names one as `<type>_v<major>`. */
  readonly versions: readonly string[];
  readonly decide: Question<EngineAsk, EngineReply>;
  /** Live configuration hash per version: part of the result cache's key. */
  readonly describe: Question<Record<string, never>, EngineDescription>;
}

export interface EngineDescription {
  readonly type: EngineType;
  readonly versions: readonly { readonly version: string; readonly config: Readonly<Record<string, unknown>>; readonly config_hash: string }[];
  readonly build: string;
}

const DECIDE_TIMEOUT_MS = 30_000;

const engine = ({ type, owner, needs, versions }: Omit<EngineContract, 'decide' | 'describe'>): EngineContract => ({
  type,
  owner,
  needs,
  versions,
  decide: question<EngineAsk, EngineReply>(owner, 'decide', DECIDE_TIMEOUT_MS),
  describe: question<Record<string, never>, EngineDescription>(owner, 'describe', 3_000),
});

export const spotOptimizerEngine = engine({ type: 'spot_optimizer', owner: 'spot-optimizer', needs: ['prices', 'pools', 'forecast'], versions: ['1.0.0', '2.0.0'] });

export const binPackingEngine = engine({ type: 'bin_packing', owner: 'bin-packing', needs: ['prices'], versions: ['1.0.0'] });

export const rightsizingEngine = engine({ type: 'rightsizing', owner: 'rightsizing', needs: ['prices', 'usage_model'], versions: ['1.0.0'] });

export const schedulerEngine = engine({ type: 'scheduler', owner: 'scheduler', needs: ['prices'], versions: ['1.0.0'] });

export const ghostProbeEngine = engine({ type: 'ghost_probe', owner: 'ghost-probe', needs: ['prices'], versions: ['1.0.0'] });

export const volumeCleanupEngine = engine({ type: 'volume_cleanup', owner: 'volume-cleanup', needs: ['prices'], versions: ['1.0.0'] });

export const networkOptimizerEngine = engine({ type: 'network_optimizer', owner: 'network-optimizer', needs: ['prices'], versions: ['1.0.0'] });

export const oomkilledRemediationEngine = engine({ type: 'oomkilled_remediation', owner: 'oomkilled-remediation', needs: [], versions: ['1.0.0'] });

export const ipv4CostTrackerEngine = engine({ type: 'ipv4_cost_tracker', owner: 'ipv4-cost-tracker', needs: ['prices'], versions: ['1.0.0'] });

export const imageBloatAnalyzerEngine = engine({ type: 'image_bloat_analyzer', owner: 'image-bloat-analyzer', needs: ['prices'], versions: ['1.0.0'] });

export const shadowItTrackerEngine = engine({ type: 'shadow_it_tracker', owner: 'shadow-it-tracker', needs: ['prices'], versions: ['1.0.0'] });

export const noisyNeighborDetectorEngine = engine({ type: 'noisy_neighbor_detector', owner: 'noisy-neighbor-detector', needs: ['prices'], versions: ['1.0.0'] });

/** The engines that exist, by decision type. */
export const ENGINES = {
  spot_optimize: spotOptimizerEngine,
  bin_pack: binPackingEngine,
  rightsize: rightsizingEngine,
  schedule: schedulerEngine,
  ghost_probe: ghostProbeEngine,
  volume_cleanup: volumeCleanupEngine,
  network_optimize: networkOptimizerEngine,
  oomkilled_remediate: oomkilledRemediationEngine,
  ipv4_cost: ipv4CostTrackerEngine,
  image_bloat: imageBloatAnalyzerEngine,
  shadow_it: shadowItTrackerEngine,
  noisy_neighbor: noisyNeighborDetectorEngine,
} as const;
