import type { Reason } from '@ml/contracts/decision';
import type { EpochMs } from '@ml/units/brand';
import { MINUTE_MS } from '@ml/units/time';
import type { Frame } from './decision';
import type { Facts } from './engine';
import { evidenceOf } from './evidence';
import { stateAgeWarnings } from './state-age';

/** What every engine has at hand when it answers. */
export interface Circumstances {
  readonly facts: Facts;
  readonly config: { readonly valid_minutes: number };
  readonly now: EpochMs;
  readonly state?: { readonly observed_at?: EpochMs | null };
}

export interface Said {
  /** 0 when there was nothing to decide with. */
  readonly confidence?: number;
  readonly warnings?: readonly Reason[];
  readonly missing?: readonly string[];
  /** Fields of this engine only; they stand at the top level of the answer. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What an answer carries besides its verdict. */
export const frameOf = ({ facts, config, now, state }: Circumstances, { confidence = 0, warnings = [], missing = [], extra = {} }: Said): Frame => ({
  confidence,
  validUntil: new Date(now + config.valid_minutes * MINUTE_MS).toISOString(),
  warnings: [...warnings, ...stateAgeWarnings(state?.observed_at ?? null, now).filter(({ code }) => warnings.every((said) => said.code !== code))],
  missing: [...new Set(missing)].sort(),
  evidence: evidenceOf(facts),
  extra,
});
