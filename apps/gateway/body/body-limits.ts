const MIB = 1024 * 1024;

/** Bytes. */
export interface BodyLimits {
  readonly wire: number;
  readonly inflated: number;
  /** A body beyond this counts as large. */
  readonly large: number;
  /** One field of an envelope besides its state. */
  readonly member: number;
}

export const DECISION_BODY: BodyLimits = { wire: 64 * MIB, inflated: 256 * MIB, large: 4 * MIB, member: MIB / 4 };
/** Everything else that is posted is a handful of fields. */
export const SMALL_BODY: BodyLimits = { wire: MIB, inflated: MIB, large: 4 * MIB, member: MIB };
