import type { ToldAction } from '@ml/domain/collection/kept-action';
import type { Tx } from '../../tx';
import { settleActions, type SettledAction } from './settle-actions';

export interface ActionOn {
  readonly told: ToldAction;
  /** Each under every hash that it may be kept under, the current one first. */
  readonly user_hashes: readonly string[];
  readonly account_hashes: readonly string[];
  readonly resource_hashes: readonly string[];
}

/** What somebody said of themselves stands in for what the action does not say. Of two actions the later one waits; at one moment, whichever is greater. */
const WAIT = `INSERT INTO waiting_actions AS waiting (account_hash, resource_hash, user_hash, action_taken, action_at, industry_anonymized, company_size_bucket)
  SELECT $2, $3, ($1::text[])[1], $4, $5, coalesce($6, said.anonymized_industry), coalesce($7, said.anonymized_company_size)
  FROM (VALUES (1)) AS once
    LEFT JOIN LATERAL (SELECT * FROM user_preferences WHERE user_hash = ANY($1::text[]) ORDER BY updated_at DESC LIMIT 1) AS said ON true
  ON CONFLICT (account_hash, resource_hash) DO UPDATE SET user_hash = excluded.user_hash, action_taken = excluded.action_taken, action_at = excluded.action_at,
    industry_anonymized = excluded.industry_anonymized, company_size_bucket = excluded.company_size_bucket, received_at = now()
  WHERE (excluded.action_at, excluded.action_taken, excluded.user_hash, coalesce(excluded.industry_anonymized, ''), coalesce(excluded.company_size_bucket, ''))
    > (waiting.action_at, waiting.action_taken, waiting.user_hash, coalesce(waiting.industry_anonymized, ''), coalesce(waiting.company_size_bucket, ''))`;
const WAITING = `SELECT 0 AS place, user_hash, action_taken, action_at FROM waiting_actions WHERE account_hash = ANY($1::text[]) AND resource_hash = ANY($2::text[])
  ORDER BY action_at DESC, action_taken DESC, user_hash DESC LIMIT 1`;

export type ActionOutcome = 'recorded' | 'waiting' | 'superseded';

/** `recorded`, or `waiting` for a scan that finds the resource; `superseded`: something later was told of it before. Needs `lockActions`. */
export const tellAction = async (tx: Tx, action: ActionOn): Promise<ActionOutcome> => {
  const { told, user_hashes, account_hashes, resource_hashes } = action;
  await tx.execute(WAIT, [user_hashes, account_hashes[0], resource_hashes[0], told.action_taken, told.action_at, told.industry_anonymized, told.company_size_bucket]);
  const aliases = account_hashes.flatMap((account_hash) => resource_hashes.map((resource_hash) => ({ place: 0, account_hash, resource_hash })));
  const [settled] = await settleActions(tx, aliases);
  if (settled !== undefined) return counts(settled, action) ? 'recorded' : 'superseded';
  const [waiting] = await tx.query<SettledAction>(WAITING, [account_hashes, resource_hashes]);
  return waiting !== undefined && counts(waiting, action) ? 'waiting' : 'superseded';
};

/** Whether the action that counts is this one. */
const counts = (last: SettledAction, { told, user_hashes }: ActionOn): boolean =>
  last.action_at.toISOString() === told.action_at && last.action_taken === told.action_taken && user_hashes.includes(last.user_hash);
