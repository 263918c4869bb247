import type { GapQuery } from '@ml/contracts/gaps';
import type { Paged } from '@ml/contracts/pricing';
import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Database } from '../../database';
import type { Tx } from '../../tx';
import { GAP_COLUMNS, type GapRow, type NewGap } from './gap-row';

const INSERT = `INSERT INTO data_gaps (gap_id, model_id, gap_start_date, gap_end_date, gap_days, data_types, regions, instance_types, priority, refetch, requested_by, request_id, request_hash,
    records_expected, estimated_seconds)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING`;

export interface GapEnding {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly error_message: string | null;
  readonly records_filled: number;
}

/** The history of fills. How far a fill is, its job knows. */
@Injectable()
export class GapStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** False: the request id has its fill. */
  async insert(tx: Tx, gap: NewGap): Promise<boolean> {
    const { gap_id, model_id, gap_start_date, gap_end_date, gap_days, data_types, regions, instance_types, priority } = gap;
    const asked = [gap_id, model_id, gap_start_date, gap_end_date, gap_days, [...data_types], [...regions], [...instance_types], priority];
    return (await tx.execute(INSERT, [...asked, gap.refetch, gap.requested_by, gap.request_id, gap.request_hash, gap.records_expected, gap.estimated_seconds])) === 1;
  }

  async find(id: string): Promise<GapRow | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.database.query<GapRow>(`SELECT ${GAP_COLUMNS} FROM data_gaps WHERE gap_id = $1`, [id]);
    return row;
  }

  async findByRequest(requestId: string): Promise<GapRow | undefined> {
    const [row] = await this.database.query<GapRow>(`SELECT ${GAP_COLUMNS} FROM data_gaps WHERE request_id = $1`, [requestId]);
    return row;
  }

  /** The newest first. */
  async list(query: GapQuery): Promise<Paged<GapRow>> {
    // What is no id has no fills.
    if (query.model_id !== undefined && !isUuid(query.model_id)) return { rows: [], total: 0 };
    const { where, params } = conditions(query);
    const [rows, [counted]] = await Promise.all([
      this.database.query<GapRow>(
        `SELECT ${GAP_COLUMNS} FROM data_gaps WHERE ${where} ORDER BY created_at DESC, gap_id DESC LIMIT $${params.length + 1} OFFSET $${params.length + 2}`,
        [...params, query.limit, query.offset],
      ),
      this.database.query<{ total: number }>(`SELECT count(*) AS total FROM data_gaps WHERE ${where}`, params),
    ]);
    return { rows, total: counted?.total ?? 0 };
  }

  /** The job's row first, then the fill's: news of chunks take the two in this order. False: it has ended, or is not there. */
  async lock(tx: Tx, id: string): Promise<boolean> {
    await tx.query('SELECT FROM fetch_jobs WHERE job_id = $1 FOR UPDATE', [id]);
    const open = await tx.query('SELECT FROM data_gaps WHERE gap_id = $1 AND completed_at IS NULL FOR UPDATE', [id]);
    return open.length > 0;
  }

  /** Shown until every chunk has ended. */
  async markCancelling(tx: Tx, id: string): Promise<void> {
    await tx.execute(`UPDATE data_gaps SET status = 'cancelling' WHERE gap_id = $1`, [id]);
  }

  async end(tx: Tx, id: string, { status, error_message, records_filled }: GapEnding): Promise<void> {
    await tx.execute('UPDATE data_gaps SET status = $2, error_message = $3, records_filled = $4, completed_at = clock_timestamp() WHERE gap_id = $1', [id, status, error_message, records_filled]);
  }
}

/** Days are those of UTC, both included. */
const conditions = ({ model_id, status, start_date, end_date }: GapQuery): { where: string; params: readonly unknown[] } => {
  const wanted: readonly (readonly [string, unknown])[] = [
    ['model_id = $', model_id],
    ['status = $', status],
    ["created_at >= timezone('UTC', $::date::timestamp)", start_date],
    ["created_at < timezone('UTC', $::date::timestamp + interval '1 day')", end_date],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  return { where: ['true', ...given.map(([sql], index) => sql.replace('$', `$$${index + 1}`))].join(' AND '), params: given.map(([, value]) => value) };
};
