import type { ReplicaState } from '@ml/contracts/models';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import { toJsonText } from '../../to-json-text';

/** How this replica stands to one alias. */
export interface ReplicaReport extends Omit<ReplicaState, 'replica' | 'at'> {
  readonly name: string;
}

interface Row extends Omit<ReplicaState, 'at'> {
  readonly at: Date;
}

const WRITE = `INSERT INTO model_replicas (replica, model_name, alias, serving, wanted, error, at)
  SELECT $1, r.name, r.alias, r.serving, r.wanted, r.error, now() FROM jsonb_to_recordset($2::jsonb) AS r (name text, alias text, serving uuid, wanted uuid, error text)
  ON CONFLICT (replica, model_name, alias) DO UPDATE SET serving = excluded.serving, wanted = excluded.wanted, error = excluded.error, at = excluded.at`;
const FORGET_OWN = `DELETE FROM model_replicas o WHERE o.replica = $1
  AND NOT EXISTS (SELECT FROM jsonb_to_recordset($2::jsonb) AS r (name text, alias text) WHERE r.name = o.model_name AND r.alias = o.alias)`;

/** Which replica serves what: each writes its own rows every few seconds. */
@Injectable()
export class ReplicaStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  report(replica: string, reports: readonly ReplicaReport[]): Promise<void> {
    const rows = toJsonText(reports);
    return this.database.transaction(async (tx) => {
      await tx.execute(WRITE, [replica, rows]);
      await tx.execute(FORGET_OWN, [replica, rows]);
      // Of replicas that are gone.
      await tx.execute("DELETE FROM model_replicas WHERE at < now() - interval '1 hour'");
    });
  }

  leave(replica: string): Promise<number> {
    return this.database.execute('DELETE FROM model_replicas WHERE replica = $1', [replica]);
  }

  /** Of replicas that were heard of within the last minute. */
  async statesOf(name: string): Promise<readonly ReplicaState[]> {
    const rows = await this.database.query<Row>(
      "SELECT replica, alias, serving, wanted, error, at FROM model_replicas WHERE model_name = $1 AND at > now() - interval '1 minute' ORDER BY alias, replica",
      [name],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }
}
