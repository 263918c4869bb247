import { exportToMake, type OrderExport } from '@ml/contracts/datasets';
import type { Page, Paged } from '@ml/contracts/pricing';
import { enqueue } from '../../outbox';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import { EXPORT_COLUMNS, exportMessageId, type ExportRow } from './export-row';
import type { ExportedTable } from './export-source';

export interface NewExport extends OrderExport {
  readonly export_id: string;
  readonly schema_version: number;
  /** Days until its files are deleted. */
  readonly kept_days: number;
}

const INSERT = `
  INSERT INTO dataset_exports (export_id, output_format, gzip, days, datasets, requested_by, schema_version, heartbeat_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now() + make_interval(days => $8)) RETURNING ${EXPORT_COLUMNS}`;

/** Queues an export: it is told once the transaction is committed. */
export const queueExport = async (tx: Tx, order: NewExport): Promise<ExportRow> => {
  const { export_id } = order;
  const [row] = await tx.query<ExportRow>(INSERT, [export_id, order.output_format, order.gzip, order.days, order.datasets, order.requested_by, order.schema_version, order.kept_days]);
  if (row === undefined) throw new Error('an export was not queued');
  await enqueue(tx, exportToMake, { id: exportMessageId(export_id, row.generation), body: { export_id } });
  return row;
};

/** How many are queued or being made; nobody else orders one until the transaction ends. */
export const countOpenExports = async (tx: Tx): Promise<number> => {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('order-export', 0))`);
  const [row] = await tx.query<{ open: number }>(`SELECT count(*) AS open FROM dataset_exports WHERE status IN ('queued', 'running')`);
  return row?.open ?? 0;
};

/** Whether the last `days` hold more rows than that. */
export const hasMoreRows = async (sql: Sql, tables: readonly Pick<ExportedTable, 'table' | 'at'>[], { days, rows }: { readonly days: number; readonly rows: number }): Promise<boolean> => {
  const each = tables.map(({ table, at }) => `(SELECT count(*) FROM (SELECT FROM ${table} WHERE ${at} >= now() - make_interval(days => $1) LIMIT $2) AS bounded)`);
  const [found] = await sql.query<{ many: boolean }>(`SELECT ${each.join(' + ')} >= $2 AS many`, [days, rows + 1]);
  return found?.many ?? false;
};

export const findExport = async (sql: Sql, exportId: string): Promise<ExportRow | undefined> => {
  const [row] = await sql.query<ExportRow>(`SELECT ${EXPORT_COLUMNS} FROM dataset_exports WHERE export_id = $1`, [exportId]);
  return row;
};

/** Newest first. */
export const listExports = async (sql: Sql, { limit, offset }: Page): Promise<Paged<ExportRow>> => {
  const rows = await sql.query<ExportRow>(`SELECT ${EXPORT_COLUMNS} FROM dataset_exports ORDER BY created_at DESC, export_id DESC LIMIT $1 OFFSET $2`, [limit, offset]);
  const [counted] = await sql.query<{ total: number }>('SELECT count(*) AS total FROM dataset_exports');
  return { rows, total: counted?.total ?? 0 };
};

/** When the schedule last ordered one of everything; null: never. */
export const lastScheduled = async (sql: Sql): Promise<Date | null> => {
  const [row] = await sql.query<{ at: Date | null }>(`SELECT max(created_at) AS at FROM dataset_exports WHERE requested_by = 'schedule' AND status = 'completed'`);
  return row?.at ?? null;
};

/** Completed exports without a whole copy, oldest first. */
export const exportsWithoutCopy = (sql: Sql, most: number): Promise<ExportRow[]> =>
  sql.query<ExportRow>(`SELECT ${EXPORT_COLUMNS} FROM dataset_exports WHERE status = 'completed' AND archived_at IS NULL AND completed_at < now() - interval '2 minutes' ORDER BY created_at LIMIT $1`, [most]);
