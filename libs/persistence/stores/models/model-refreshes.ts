import { Inject, Injectable } from '@nestjs/common';
import type { ModelRefreshed } from '@ml/contracts/model-refresh';
import type { LastRefresh } from '@ml/contracts/models';
import { Database } from '../../database';

/** What would go back changes nothing; of two that reach as far, the later one stays. */
const NOTE = `INSERT INTO model_refreshes AS known (model_id, refresh_id, refreshed_at, data_from, data_to, records)
  SELECT model_id, $2, $3, $4, $5, $6 FROM ml_models WHERE model_id = $1 AND deleted_at IS NULL
  ON CONFLICT (model_id) DO UPDATE SET refresh_id = excluded.refresh_id, refreshed_at = excluded.refreshed_at, data_from = excluded.data_from, data_to = excluded.data_to, records = excluded.records
  WHERE (excluded.data_to, excluded.refreshed_at) > (known.data_to, known.refreshed_at)`;

/** Up to when prices were brought for each version. */
@Injectable()
export class ModelRefreshes {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Nothing happens to a version that is gone, nor when it is noted again. */
  async note(refreshed: ModelRefreshed): Promise<void> {
    const { model_id, refresh_id, refreshed_at, data_from, data_to, records } = refreshed;
    await this.database.execute(NOTE, [model_id, refresh_id, refreshed_at, data_from, data_to, records]);
  }

  /** Null: none was noted. */
  async last(modelId: string): Promise<LastRefresh | null> {
    const [row] = await this.database.query<Omit<LastRefresh, 'refreshed_at'> & { readonly refreshed_at: Date }>(
      'SELECT refresh_id, refreshed_at, data_from, data_to, records FROM model_refreshes WHERE model_id = $1',
      [modelId],
    );
    return row === undefined ? null : { ...row, refreshed_at: row.refreshed_at.toISOString() };
  }
}
