import type { DecisionAnswer, DecisionEnvelope, Memory, Reason } from '@ml/contracts/decision';
import type { DecisionOrigin } from '@ml/contracts/decisions';
import type { EngineAsk } from '@ml/contracts/engines';

/** The operator's own engine that was to decide. With `failure` it did not: the built-in one's answer was given, with this warning. */
export interface CustomInput {
  readonly id: string;
  readonly config: Readonly<Record<string, number | boolean>>;
  readonly failure?: Reason;
}

/** Everything besides the answer's evidence that a replay needs to decide the same again. */
export interface ReplayInputs {
  readonly envelope: DecisionEnvelope;
  /** RFC 3339; given when the caller asked about another time. */
  readonly evaluate_at?: string;
  readonly facts: EngineAsk['facts'];
  readonly memory: readonly Memory[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Absent where only the built-in engine was asked. */
  readonly custom?: CustomInput;
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
