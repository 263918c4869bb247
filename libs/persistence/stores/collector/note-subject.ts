import type { Tx } from '../../tx';

export interface Subject {
  readonly user_hash: string;
  readonly account_hash: string;
  readonly key_version: number;
}

const NOTE = `INSERT INTO collection_subjects (user_hash, account_hash, key_version) VALUES ($1, $2, $3)
  ON CONFLICT (user_hash, account_hash) DO UPDATE SET key_version = excluded.key_version, last_seen_at = now()`;

/** So that what is kept of the account is found when the user asks for it. */
export const noteSubject = async (tx: Tx, { user_hash, account_hash, key_version }: Subject): Promise<void> => {
  await tx.execute(NOTE, [user_hash, account_hash, key_version]);
};
