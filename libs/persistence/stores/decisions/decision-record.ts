import type { DecisionAnswer, DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { DecisionOrigin } from '@ml/contracts/decisions';
import type { EngineAsk } from '@ml/contracts/engines';

/** Everything besides the answer's evidence that a replay needs to decide the same again. */
export interface ReplayInputs {
  readonly envelope: DecisionEnvelope;
  /** RFC 3339; given when the caller asked about another time. */
  readonly evaluate_at?: string;
  readonly facts: EngineAsk['facts'];
  readonly memory: readonly Memory[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Id of the projected state in the blob store; null when it could not be stored. */
  readonly state_blob: string | null;
}

/** One decision as it is written. Engine, hashes, build and times are taken from the answer. */
export interface DecisionRecord {
  readonly tenant: string;
  readonly origin: DecisionOrigin;
  readonly answer: DecisionAnswer;
  readonly inputs: ReplayInputs;
}

/** One decision as it is read. */
export interface StoredDecision extends DecisionRecord {
  readonly executed_at: string;
}
