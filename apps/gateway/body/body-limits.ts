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
/** Scans of a cloud account: cut into pieces as they come by, never held as a whole once inflated. */
export const SCAN_BODY: BodyLimits = { wire: 64 * MIB, inflated: 256 * MIB, large: 4 * MIB, member: MIB / 4 };
/** Rows to predict from: numbers, parsed here as they are bounded. */
export const ROWS_BODY: BodyLimits = { wire: 8 * MIB, inflated: 8 * MIB, large: 4 * MIB, member: 8 * MIB };
/** Tensors, passed on unread as a whole. */
export const TENSORS_BODY: BodyLimits = { wire: 64 * MIB, inflated: 64 * MIB, large: 4 * MIB, member: 64 * MIB };
/** Everything else that is posted is a handful of fields. */
export const SMALL_BODY: BodyLimits = { wire: MIB, inflated: MIB, large: 4 * MIB, member: MIB };
