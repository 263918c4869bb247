import { createHash } from 'node:crypto';
import type { CustomEngineRef } from '@ml/contracts/decision';
import type { EngineConfig } from '@ml/persistence/stores/decisions/engine-row';
import { canonicalJson } from '@ml/state/canonical-json';

/** An engine of the operator with everything that it takes to run it. */
export interface RunnableEngine {
  readonly ref: CustomEngineRef;
  readonly source: string;
  readonly config: EngineConfig;
  /** The source is not the one whose hash was written down. */
  readonly damaged: boolean;
}

export const sourceHash = (source: string): string => createHash('sha256').update(source).digest('hex');

export const configHash = (config: EngineConfig): string => createHash('sha256').update(canonicalJson(config)).digest('hex');

/** What of it a result depends on: part of the key under which the result is reused. */
export const fingerprintOf = ({ ref, config }: RunnableEngine): string => `${ref.id}:${ref.sha256}:${configHash(config)}`;
