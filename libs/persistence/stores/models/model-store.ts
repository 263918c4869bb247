import { AppError } from '@ml/contracts/app-error';
import type { ModelDetails, ModelQuery, ModelSummary } from '@ml/contracts/models';
import type { Paged } from '@ml/contracts/pricing';
import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Database } from '../../database';
import { lockAliases } from './alias-board';
import { insertModel, refuseTaken } from './insert-model';
import { listModels } from './list-models';
import { lockModelBlobs } from './model-blobs';
import { usageOf, type ModelUsage } from './prediction-usage';
import { MODEL_COLUMNS, toStoredModel, type ModelRow, type NewModel, type StoredModel } from './stored-model';

export type ModelVersion = ModelDetails['versions'][number];

@Injectable()
export class ModelStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @throws AppError NOT_FOUND, also when it has been deleted */
  async get(id: string): Promise<StoredModel> {
    const [row] = isUuid(id) ? await this.database.query<ModelRow>(`SELECT ${MODEL_COLUMNS} FROM ml_models WHERE model_id = $1 AND deleted_at IS NULL`, [id]) : [];
    if (row === undefined) throw noSuchModel();
    return toStoredModel(row);
  }

  /** @throws AppError MODEL_EXISTS, MODEL_TYPE_MISMATCH */
  refuseTaken(model: Pick<NewModel, 'name' | 'version' | 'type'>): Promise<void> {
    return refuseTaken(this.database, model);
  }

  /**
   * `beforeCommit` runs while no blob can be forgotten.
   * @throws AppError MODEL_EXISTS, MODEL_TYPE_MISMATCH
   */
  insert(model: NewModel, beforeCommit: () => Promise<void>): Promise<void> {
    return this.database.transaction(async (tx) => {
      await lockModelBlobs(tx);
      await insertModel(tx, model);
      await beforeCommit();
    });
  }

  list(query: ModelQuery): Promise<Paged<ModelSummary>> {
    return listModels(this.database, query);
  }

  async usageOf(id: string): Promise<ModelUsage> {
    return (await usageOf(this.database, [id])).get(id) ?? { predictions_count: 0, average_latency_ms: null, last_prediction_at: null };
  }

  /** Newest first, one hundred at most. */
  async versionsOf(name: string): Promise<readonly ModelVersion[]> {
    const rows = await this.database.query<Omit<ModelVersion, 'uploaded_at'> & { uploaded_at: Date }>(
      `SELECT model_id, model_version AS version, active, upload_date AS uploaded_at FROM ml_models WHERE model_name = $1 AND deleted_at IS NULL
       ORDER BY upload_date DESC, model_id DESC LIMIT 100`,
      [name],
    );
    return rows.map((row) => ({ ...row, uploaded_at: row.uploaded_at.toISOString() }));
  }

  /** @throws AppError NOT_FOUND; MODEL_ACTIVE when an alias names it */
  delete(id: string): Promise<{ readonly blob: string; readonly deletedAt: Date }> {
    return this.database.transaction(async (tx) => {
      await lockAliases(tx);
      const [used] = await tx.query<{ alias: string }>('SELECT alias FROM model_aliases WHERE model_id = $1', [asUuid(id)]);
      if (used !== undefined) throw new AppError('MODEL_ACTIVE', `it is the ${used.alias} of its name; deactivate it first`, { path: 'model_id', details: { alias: used.alias } });
      const [gone] = await tx.query<{ blob: string; deletedAt: Date }>(
        'UPDATE ml_models SET deleted_at = now() WHERE model_id = $1 AND deleted_at IS NULL RETURNING model_file_path AS blob, deleted_at AS "deletedAt"',
        [id],
      );
      if (gone === undefined) throw noSuchModel();
      return gone;
    });
  }
}

const asUuid = (id: string): string => {
  if (!isUuid(id)) throw noSuchModel();
  return id;
};

export const noSuchModel = (): AppError => new AppError('NOT_FOUND', 'there is no such model', { path: 'model_id' });
