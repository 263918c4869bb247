export type StateFaultCode = 'BAD_QUANTITY' | 'BAD_TIME' | 'BAD_STATE' | 'BAD_FIELD' | 'MISSING_FIELD' | 'DUPLICATE_FIELD';

/** Says which field of the posted state cannot be read, by its path. */
export class StateFault extends Error {
  override readonly name = 'StateFault';
  constructor(
    readonly code: StateFaultCode,
    /** As in `current_state.pods[12].spec.containers[0].resources.requests.cpu`. */
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}
