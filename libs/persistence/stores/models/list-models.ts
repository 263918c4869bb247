import type { ModelQuery, ModelSummary } from '@ml/contracts/models';
import type { Paged } from '@ml/contracts/pricing';
import type { Database } from '../../database';
import { ANSWERED } from './prediction-usage';

interface SummaryRow extends Omit<ModelSummary, 'uploaded_at'> {
  readonly uploaded_at: Date;
}

/** The version as the last word: pages never overlap. */
const ORDERS = {
  uploaded_at: 'm.upload_date DESC, m.model_id DESC',
  name: 'm.model_name, m.upload_date DESC, m.model_id DESC',
  usage: 'predictions_count DESC, m.upload_date DESC, m.model_id DESC',
} as const;

const COLUMNS = `m.model_id, m.model_name AS name, m.model_version AS version, m.model_type, m.trained_until_date AS trained_until, m.active, a.alias, m.size_bytes, m.upload_date AS uploaded_at,
  coalesce(u.predictions_count, 0) AS predictions_count, r.data_to AS last_refresh_date`;
const TABLES = `ml_models m LEFT JOIN model_aliases a ON a.model_id = m.model_id
  LEFT JOIN (SELECT model_id, sum(predictions)::bigint AS predictions_count FROM model_usage WHERE role IN ${ANSWERED} GROUP BY model_id) u ON u.model_id = m.model_id
  LEFT JOIN model_refreshes r ON r.model_id = m.model_id`;

export const listModels = async (database: Database, query: ModelQuery): Promise<Paged<ModelSummary>> => {
  const { where, params } = conditions(query);
  const [rows, [counted]] = await Promise.all([
    database.query<SummaryRow>(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} ORDER BY ${ORDERS[query.sort ?? 'uploaded_at']} LIMIT $${params.length + 1} OFFSET $${params.length + 2}`,
      [...params, query.limit, query.offset],
    ),
    database.query<{ total: number }>(`SELECT count(*) AS total FROM ml_models m WHERE ${where}`, params),
  ]);
  return { rows: rows.map((row) => ({ ...row, uploaded_at: row.uploaded_at.toISOString() })), total: counted?.total ?? 0 };
};

/** Days are those of UTC, both included. */
const conditions = ({ active, model_type, model_name, start_date, end_date }: ModelQuery): { where: string; params: readonly unknown[] } => {
  const wanted: readonly (readonly [string, unknown])[] = [
    ['m.active = $', active],
    ['m.model_type = $', model_type],
    ['m.model_name = $', model_name],
    ["m.upload_date >= timezone('UTC', $::date::timestamp)", start_date],
    ["m.upload_date < timezone('UTC', $::date::timestamp + interval '1 day')", end_date],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  const where = ['m.deleted_at IS NULL', ...given.map(([sql], index) => sql.replace('$', `$$${index + 1}`))].join(' AND ');
  return { where, params: given.map(([, value]) => value) };
};
