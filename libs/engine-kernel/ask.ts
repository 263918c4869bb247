import type { DecisionEnvelope, Held } from '@ml/contracts/decision';
import { StateFault } from '@ml/state/fault';
import { under, type Read } from '@ml/state/read';
import { array, fallback, optional } from '@ml/state/shapes';
import { decimal, name } from '@ml/state/values';

const amount = decimal({ min: 0, max: 1e9 });

/** A list of names; absent is empty. */
export const names = fallback(array(name), []);

/** Readers of the limits that every engine honours: spread into its own. */
export const COMMON_CONSTRAINTS = {
  min_cpu_cores: optional(amount),
  max_memory_gb: optional(amount),
  allowed_instance_types: names,
  blocked_instance_types: names,
  excluded: names,
} as const;

export interface AskReaders<Requirements, Constraints> {
  readonly requirements: Read<Requirements>;
  readonly constraints: Read<Constraints>;
}

/** What the caller asks for, as typed as it gets. */
export interface Ask<Requirements, Constraints> {
  readonly requirements: Requirements;
  readonly constraints: Constraints;
}

/** The request could not be read: the reason to hold. */
export interface UnreadableAsk {
  readonly held: readonly Held[];
}

/** The gateway has checked the fields; a stored or scheduled request has not met it, so an unreadable one is held with the path of the fault. */
export const readAsk = <R, C>(request: DecisionEnvelope, { requirements, constraints }: AskReaders<R, C>): Ask<R, C> | UnreadableAsk => {
  try {
    return {
      requirements: under('requirements', requirements, request.requirements),
      constraints: under('constraints', constraints, request.constraints),
    };
  } catch (error) {
    if (!(error instanceof StateFault)) throw error;
    return { held: [{ target: { kind: 'Request', name: error.path }, code: error.code, text: error.message }] };
  }
};
