import { AppError } from '@ml/contracts/app-error';
import type { ModelType } from '@ml/contracts/model-metadata';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import type { NewModel } from './stored-model';

interface Named {
  readonly name: string;
  readonly version: string;
  readonly type: ModelType;
}

interface Reader {
  query<Row>(statement: string, params: readonly unknown[]): Promise<Row[]>;
}

/** Deleted ones count: a version never comes to mean another file. @throws AppError MODEL_EXISTS, MODEL_TYPE_MISMATCH */
export const refuseTaken = async (reader: Reader, { name, version, type }: Named): Promise<void> => {
  const [same] = await reader.query<{ model_id: string; deleted: boolean }>(
    'SELECT model_id, deleted_at IS NOT NULL AS deleted FROM ml_models WHERE model_name = $1 AND model_version = $2',
    [name, version],
  );
  if (same !== undefined) {
    const gone = same.deleted ? ' and deleted since' : '';
    throw new AppError('MODEL_EXISTS', `version ${version} of ${name} has been uploaded before${gone}; give the file another version`, { path: 'model_version', details: { model_id: same.model_id } });
  }
  const [other] = await reader.query<{ model_type: ModelType }>('SELECT model_type FROM ml_models WHERE model_name = $1 AND model_type <> $2 LIMIT 1', [name, type]);
  if (other === undefined) return;
  throw new AppError('MODEL_TYPE_MISMATCH', `${name} is a ${other.model_type}; give the ${type} another name`, { path: 'model_type', details: { model_type: other.model_type } });
};

const INSERT = `INSERT INTO ml_models (model_id, model_name, model_version, model_type, trained_until_date, uploaded_by, model_file_path, model_metadata, posted_metadata, declared,
    performance_metrics, sha256, size_bytes, warnings)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

export const insertModel = async (tx: Tx, model: NewModel): Promise<void> => {
  await refuseTaken(tx, model);
  await tx.execute(INSERT, [
    model.id,
    model.name,
    model.version,
    model.type,
    model.trainedUntil,
    model.uploadedBy,
    model.blob,
    toJsonText(model.metadata),
    model.posted === null ? null : toJsonText(model.posted),
    model.declared,
    toJsonText(model.metadata.metrics),
    model.blob.replace(/^sha256:/, ''),
    model.sizeBytes,
    toJsonText(model.warnings),
  ]);
};
