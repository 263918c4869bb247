import type { RefreshQuery, RefreshStep, RefreshVerdict } from '@ml/contracts/refresh';
import type { Paged } from '@ml/contracts/pricing';
import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Database } from '../../database';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import { lockSchedules } from './lock-schedules';
import { REFRESH_COLUMNS, type NewRefresh, type RefreshRow } from './refresh-row';
import { hasTurn, isTurnTaken, lockTurns, passTurnOn } from './refresh-turns';

/** What an update may say besides the step. */
export interface RefreshFacts {
  readonly data_fetched_from?: string;
  readonly data_fetched_to?: string;
  readonly regions?: readonly string[];
  readonly estimated_seconds?: number;
  readonly records_fetched?: number;
  readonly verdict?: RefreshVerdict;
  readonly activated?: boolean;
}

export interface RefreshEnding extends RefreshFacts {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly error_message: string | null;
}

interface Move {
  readonly refresh_id: string;
  readonly from: RefreshStep;
  readonly to: RefreshStep;
}

const INSERT = `INSERT INTO model_refresh_history (refresh_id, model_id, refresh_type, schedule_id, slot, step, data_fetched_from, data_fetched_to, regions, instance_types, auto_activate, triggered_by,
    request_id, request_hash, estimated_seconds)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING`;

const UPDATE = `UPDATE model_refresh_history SET step = $3, data_fetched_from = coalesce($4, data_fetched_from), data_fetched_to = coalesce($5, data_fetched_to), regions = coalesce($6, regions),
    estimated_seconds = coalesce($7, estimated_seconds), records_fetched = coalesce($8, records_fetched), verdict = coalesce($9, verdict), activated = coalesce($10, activated)`;
const FROM_STEP = `WHERE refresh_id = $1 AND step = $2 RETURNING refresh_id, refresh_type`;
/** The end of a refresh is later than its beginning, whatever the clock did. */
const END = `, status = $11, error_message = $12, completed_at = clock_timestamp(), duration_seconds = greatest(0, round(extract(epoch FROM clock_timestamp() - started_at)))`;

/** The history of refreshes, and where those under way are. Every change names the step that it leaves, so that of two that do the same one is told no. */
@Injectable()
export class RefreshStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** False: the slot, or the request id, has had its refresh. */
  async insert(tx: Tx, refresh: NewRefresh): Promise<boolean> {
    const { refresh_id, model_id, refresh_type, schedule_id, slot, step, data_fetched_from, data_fetched_to } = refresh;
    const { regions, instance_types, auto_activate, triggered_by, request_id, request_hash, estimated_seconds } = refresh;
    const first = [refresh_id, model_id, refresh_type, schedule_id, slot, step, data_fetched_from, data_fetched_to];
    return (await tx.execute(INSERT, [...first, regions, instance_types, auto_activate, triggered_by, request_id, request_hash, estimated_seconds])) === 1;
  }

  async find(id: string): Promise<RefreshRow | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.database.query<RefreshRow>(`SELECT ${REFRESH_COLUMNS} FROM model_refresh_history WHERE refresh_id = $1`, [id]);
    return row;
  }

  async findByRequest(requestId: string): Promise<RefreshRow | undefined> {
    const [row] = await this.database.query<RefreshRow>(`SELECT ${REFRESH_COLUMNS} FROM model_refresh_history WHERE request_id = $1`, [requestId]);
    return row;
  }

  /** The newest first. */
  async list(query: RefreshQuery): Promise<Paged<RefreshRow>> {
    // What is no id has no refreshes.
    if (query.model_id !== undefined && !isUuid(query.model_id)) return { rows: [], total: 0 };
    const { where, params } = conditions(query);
    const [rows, [counted]] = await Promise.all([
      this.database.query<RefreshRow>(
        `SELECT ${REFRESH_COLUMNS} FROM model_refresh_history WHERE ${where} ORDER BY started_at DESC, refresh_id DESC LIMIT $${params.length + 1} OFFSET $${params.length + 2}`,
        [...params, query.limit, query.offset],
      ),
      this.database.query<{ total: number }>(`SELECT count(*) AS total FROM model_refresh_history WHERE ${where}`, params),
    ]);
    return { rows, total: counted?.total ?? 0 };
  }

  /** False: it is not this refresh's turn to be planned; it will be asked to go on. */
  async takeTurn(tx: Tx): Promise<boolean> {
    await lockTurns(tx);
    return !(await isTurnTaken(tx));
  }

  /** False: it is no longer at that step. */
  advance(tx: Tx, move: Move, facts: RefreshFacts = {}): Promise<boolean> {
    const { refresh_id, from, to } = move;
    return change(tx, move, () => tx.query(`${UPDATE} ${FROM_STEP}`, [refresh_id, from, to, ...valuesOf(facts)]));
  }

  /** False: it is no longer at that step. */
  end(tx: Tx, at: Omit<Move, 'to'>, ending: RefreshEnding): Promise<boolean> {
    const { refresh_id, from } = at;
    return change(tx, { ...at, to: 'ended' }, () => tx.query(`${UPDATE}${END} ${FROM_STEP}`, [refresh_id, from, 'ended', ...valuesOf(ending), ending.status, ending.error_message]));
  }

  /** Of a model that is no more: they would only fail, night after night. */
  async switchOffSchedules(modelId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockSchedules(tx);
      await tx.execute('UPDATE refresh_schedules SET enabled = false, next_run_at = NULL, updated_at = clock_timestamp() WHERE model_id = $1 AND enabled', [modelId]);
    });
  }

  /** Shown until every chunk has been given up. */
  async markCancelling(tx: Tx, refreshId: string): Promise<boolean> {
    return (await tx.execute(`UPDATE model_refresh_history SET status = 'cancelling' WHERE refresh_id = $1 AND step = 'fetching'`, [refreshId])) === 1;
  }

  /** The newest refresh of a schedule, or the newest automatic one of a model, that has not ended. */
  async findUnderWay(tx: Tx, of: { readonly schedule_id: string } | { readonly auto_model_id: string }): Promise<string | undefined> {
    const [condition, id] = 'schedule_id' in of ? ['schedule_id = $1', of.schedule_id] : [`refresh_type = 'auto' AND model_id = $1`, of.auto_model_id];
    const [row] = await tx.query<{ refresh_id: string }>(`SELECT refresh_id FROM model_refresh_history WHERE completed_at IS NULL AND ${condition} ORDER BY started_at DESC LIMIT 1`, [id]);
    return row?.refresh_id;
  }
}

/** Locks in the order that all keep: turns, the job's row, the refresh's own. */
const change = async (tx: Tx, { refresh_id, from, to }: Move, update: () => Promise<Pick<RefreshRow, 'refresh_id' | 'refresh_type'>[]>): Promise<boolean> => {
  const leaves = hasTurn(from) && !hasTurn(to);
  if (leaves) await lockTurns(tx);
  await tx.query('SELECT 1 FROM fetch_jobs WHERE job_id = $1 FOR UPDATE', [refresh_id]);
  const [changed] = await update();
  if (changed !== undefined && leaves) await passTurnOn(tx, changed);
  return changed !== undefined;
};

const valuesOf = (facts: RefreshFacts): readonly unknown[] => [
  facts.data_fetched_from ?? null,
  facts.data_fetched_to ?? null,
  facts.regions ?? null,
  facts.estimated_seconds ?? null,
  facts.records_fetched ?? null,
  facts.verdict === undefined ? null : toJsonText(facts.verdict),
  facts.activated ?? null,
];

/** Days are those of UTC, both included. */
const conditions = ({ model_id, status, refresh_type, start_date, end_date }: RefreshQuery): { where: string; params: readonly unknown[] } => {
  const wanted: readonly (readonly [string, unknown])[] = [
    ['model_id = $', model_id],
    ['status = $', status],
    ['refresh_type = $', refresh_type],
    ["started_at >= timezone('UTC', $::date::timestamp)", start_date],
    ["started_at < timezone('UTC', $::date::timestamp + interval '1 day')", end_date],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  return { where: ['true', ...given.map(([sql], index) => sql.replace('$', `$$${index + 1}`))].join(' AND '), params: given.map(([, value]) => value) };
};
