import type { PoolKey } from '@ml/contracts/pools';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';

export interface Blocked {
  readonly blocked_until: Date;
  /** It was blocked for less before, or not at all. */
  readonly longer: boolean;
}

const HELD = { name: 'pool-block-held', text: 'SELECT blocked_until FROM pool_blocks WHERE instance_type = $1 AND availability_zone = $2' };

const BLOCK = {
  name: 'pool-block',
  text: `INSERT INTO pool_blocks AS block (instance_type, availability_zone, region, observed_at, blocked_until) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (instance_type, availability_zone) DO UPDATE SET blocked_until = greatest(block.blocked_until, excluded.blocked_until),
      observed_at = greatest(block.observed_at, excluded.observed_at), reports = block.reports + 1
    RETURNING blocked_until`,
};

export interface NoCapacity {
  readonly observedAt: Date;
  readonly until: Date;
  readonly now: Date;
}

/** Blocks the pool until then. An older report never shortens what a newer one has said, and what is over already is not kept. The caller holds the pool: see `lockPools`. */
export const blockPool = async (tx: Tx, { instance_type, availability_zone, region }: PoolKey, { observedAt, until, now }: NoCapacity): Promise<Blocked> => {
  const [held] = await tx.query<Pick<Blocked, 'blocked_until'>>(HELD, [instance_type, availability_zone]);
  if (until <= now) return { blocked_until: held !== undefined && held.blocked_until > until ? held.blocked_until : until, longer: false };
  const [row] = await tx.query<Pick<Blocked, 'blocked_until'>>(BLOCK, [instance_type, availability_zone, region, observedAt, until]);
  if (row === undefined) throw new Error('the block is written and yet not there');
  return { blocked_until: row.blocked_until, longer: held === undefined || row.blocked_until > held.blocked_until };
};

/** Blocks that ended before; rows that were deleted. */
export const forgetBlocks = (sql: Sql, before: Date): Promise<number> => sql.execute('DELETE FROM pool_blocks WHERE blocked_until < $1', [before]);
