import type { Tx } from '../../tx';

export interface EventClaim {
  /** Every hash that the event may be kept under, the current one first. */
  readonly event_hashes: readonly string[];
  /** Every hash of what was sent with it, the current one first. */
  readonly body_hashes: readonly string[];
  readonly user_hash: string;
  readonly account_hash: string;
}

export interface KnownEvent {
  readonly is_same: boolean;
  readonly outcome: string;
}

const FIND = 'SELECT body_hash = ANY($2::text[]) AS is_same, outcome FROM collected_events WHERE event_hash = ANY($1::text[]) ORDER BY received_at LIMIT 1';
const CLAIM = `INSERT INTO collected_events (event_hash, body_hash, user_hash, account_hash, outcome) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (event_hash) DO NOTHING`;

/** What became of an event that was taken before; undefined: it is new. Whoever takes the same event at this moment is waited for in `keepEvent`. */
export const findEvent = async (tx: Tx, { event_hashes, body_hashes }: EventClaim): Promise<KnownEvent | undefined> => {
  const [known] = await tx.query<KnownEvent>(FIND, [event_hashes, body_hashes]);
  return known;
};

/** False: somebody else took it meanwhile. */
export const keepEvent = async (tx: Tx, claim: EventClaim, outcome: string): Promise<boolean> => {
  const written = await tx.execute(CLAIM, [claim.event_hashes[0], claim.body_hashes[0], claim.user_hash, claim.account_hash, outcome]);
  return written === 1;
};
