import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import type { Tx } from '../../tx';

/** The same bytes may come under two names: whoever adds a name and whoever forgets a blob take turns. */
export const lockModelBlobs = async (tx: Tx): Promise<void> => {
  // Who holds it may be moving a file.
  await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('model-blobs'))");
};

const NAMED = 'SELECT DISTINCT model_file_path AS blob FROM ml_models WHERE deleted_at IS NULL';

/** Which blobs the models that are there name. */
@Injectable()
export class ModelBlobs {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Calls `forget` unless a model names the blob; none begins to meanwhile. */
  unlessNamed(blob: string, forget: () => Promise<void>): Promise<void> {
    return this.database.transaction(async (tx) => {
      await lockModelBlobs(tx);
      const named = await tx.query(`${NAMED} AND model_file_path = $1`, [blob]);
      if (named.length === 0) await forget();
    });
  }

  async named(tx: Tx): Promise<ReadonlySet<string>> {
    await lockModelBlobs(tx);
    return new Set((await tx.query<{ blob: string }>(NAMED)).map(({ blob }) => blob));
  }
}
