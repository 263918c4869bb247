import type { DecisionAnswer } from './decision';
import type { EngineType } from './engine-types';
import type { Page, Paged } from './pricing';
import { event, question } from './wire';

/** The module's source is attached. */
export interface UploadEngine {
  readonly engine_name: string;
  readonly engine_version: string;
  readonly engine_type: EngineType;
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly file_name: string;
  readonly uploaded_by: string;
}

export interface EngineFinding {
  readonly code: string;
  readonly text: string;
  /** Of the uploaded file, from 1; null when no place can be named. */
  readonly line: number | null;
}

export interface UploadedEngine {
  readonly engine_id: string;
  readonly status: 'registered';
  /** What the contract test asked and how long each answer took. */
  readonly contract_test: readonly { readonly sample: string; readonly verdict: string; readonly duration_ms: number }[];
  readonly warnings: readonly EngineFinding[];
}

export interface EngineSummary {
  readonly engine_id: string;
  readonly name: string;
  readonly version: string;
  readonly type: EngineType;
  readonly active: boolean;
  readonly shadow: boolean;
  readonly origin: 'built_in' | 'custom';
  readonly uploaded_at: string;
}

export interface EngineQuery extends Page {
  readonly engine_type?: EngineType;
  readonly active?: boolean;
}

export interface EngineSelected {
  readonly status: 'selected';
  readonly activated_at: string;
  readonly engine: EngineSummary;
  readonly previous_active: EngineSummary | null;
  readonly revision: number;
}

export interface EngineMetadata extends EngineSummary {
  readonly input_schema: Readonly<Record<string, unknown>>;
  readonly output_schema: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly config_schema: Readonly<Record<string, unknown>> | null;
  readonly sha256: string | null;
}

export interface EngineShadowed {
  readonly status: 'shadow' | 'off';
  readonly engine: EngineSummary;
  readonly revision: number;
}

export interface EngineId {
  readonly engine_id: string;
}

export const askUploadEngine = question<UploadEngine, UploadedEngine>('decisions', 'upload-engine', 60_000);
export const askEngines = question<EngineQuery, Paged<EngineSummary>>('decisions', 'engines', 10_000);
export const askSelectEngine = question<EngineId & { readonly config?: Readonly<Record<string, unknown>> }, EngineSelected>('decisions', 'select-engine', 10_000);
export const askEngineMetadata = question<EngineId, EngineMetadata>('decisions', 'engine-metadata', 10_000);
export const askShadowEngine = question<EngineId & { readonly enabled: boolean }, EngineShadowed>('decisions', 'shadow-engine', 10_000);

/** Decides on a sample (a decision request whose state is attached), or on a built-in one; nothing is stored. */
export interface TestEngine extends EngineId {
  readonly sample: Readonly<Record<string, unknown>> | null;
  readonly received_at: string;
}

export const askTestEngine = question<TestEngine, DecisionAnswer>('decisions', 'test-engine', 35_000);

/** Another engine decides, or shadows; which one stands in the database. */
export interface EnginesChanged {
  readonly revision: number;
}

export const enginesChanged = event<EnginesChanged>('decisions', 'engines-changed');
