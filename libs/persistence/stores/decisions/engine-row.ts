import type { EngineType } from '@ml/contracts/engine-types';

export type EngineConfig = Readonly<Record<string, number | boolean>>;

/** One engine of the registry, without its source. */
export interface EngineRow {
  readonly engine_id: string;
  readonly engine_name: string;
  readonly engine_version: string;
  readonly engine_type: EngineType;
  readonly origin: 'built_in' | 'custom';
  readonly active: boolean;
  readonly shadow: boolean;
  readonly upload_date: Date;
  /** What an engine is run with unless another is selected; null for built-in ones. */
  readonly config: EngineConfig | null;
  readonly config_schema: Readonly<Record<string, unknown>> | null;
  readonly sha256: string | null;
}

export interface CustomEngine {
  readonly engine_id: string;
  readonly name: string;
  readonly version: string;
  readonly type: EngineType;
  readonly source: string;
  readonly sha256: string;
  readonly config: EngineConfig;
  readonly config_schema: Readonly<Record<string, unknown>>;
  readonly uploaded_by: string;
}

/** What somebody has chosen for one type; null: the configured built-in version. */
export interface EngineSelection {
  readonly engine_type: EngineType;
  readonly engine_id: string | null;
  readonly config: EngineConfig;
  readonly shadow_id: string | null;
  readonly revision: number;
}

export interface EngineSelections {
  readonly revision: number;
  readonly rows: readonly EngineSelection[];
}

/** Columns of an EngineRow: `engine` is the registry, `chosen` the selection of its type. */
export const ENGINE_COLUMNS = `engine.engine_id, engine.engine_name, engine.engine_version, engine.engine_type, engine.origin, engine.active,
  coalesce(chosen.shadow_id = engine.engine_id, false) AS shadow, engine.upload_date, engine.config, engine.config_schema, engine.sha256`;

export const ENGINE_TABLES = 'decision_engines engine LEFT JOIN engine_selections chosen ON chosen.engine_type = engine.engine_type';
