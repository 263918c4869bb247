import type { Paged } from '@ml/contracts/pricing';
import type { ScheduleQuery } from '@ml/contracts/refresh';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { Database } from '../../database';
import type { Tx } from '../../tx';
import { lockSchedules } from './lock-schedules';
import { SCHEDULE_COLUMNS, type FullTerms, type ScheduleRow } from './schedule-row';

interface Instant {
  /** Milliseconds added to the database's clock. */
  readonly offsetMs: number;
}

const NOW = `SELECT clock_timestamp() + $1::bigint * interval '1 millisecond' AS now`;
const INSERT = `INSERT INTO refresh_schedules (schedule_id, model_id, schedule_type, time, weekday, lookback_days, enabled, instance_types, regions, auto_activate, next_run_at, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${SCHEDULE_COLUMNS}`;
const UPDATE = `UPDATE refresh_schedules SET model_id = $2, schedule_type = $3, time = $4, weekday = $5, lookback_days = $6, enabled = $7, instance_types = $8, regions = $9, auto_activate = $10,
  next_run_at = $11, updated_at = clock_timestamp() WHERE schedule_id = $1 RETURNING ${SCHEDULE_COLUMNS}`;
const SAME = `SELECT ${SCHEDULE_COLUMNS} FROM refresh_schedules WHERE model_id = $1 AND schedule_type = $2 AND time = $3 AND weekday = $4 FOR UPDATE`;
const DUE = 'enabled AND next_run_at <= $1';

/**
 * Schedules, each with its next slot. A schedule's row is the lock under which its slots are taken: `next_run_at` moves on in the transaction that
 * writes the refresh, so that a slot is fired by one replica, and by none that dies in between.
 */
@Injectable()
export class ScheduleStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The database's clock, the same for all replicas. */
  async now({ offsetMs }: Instant): Promise<Date> {
    const [row] = await this.database.query<{ now: Date }>(NOW, [offsetMs]);
    return row?.now ?? new Date(Date.now() + offsetMs);
  }

  async find(id: string): Promise<ScheduleRow | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await this.database.query<ScheduleRow>(`SELECT ${SCHEDULE_COLUMNS} FROM refresh_schedules WHERE schedule_id = $1`, [id]);
    return row;
  }

  /** The same model, type, time and weekday again is the same schedule. */
  async save(terms: FullTerms, { by, next }: { readonly by: string; readonly next: Date | null }): Promise<ScheduleRow> {
    return this.database.transaction(async (tx) => {
      await lockSchedules(tx);
      const [known] = await tx.query<ScheduleRow>(SAME, [terms.model_id, terms.schedule_type, terms.time, terms.weekday]);
      const [row] = known === undefined ? await tx.query<ScheduleRow>(INSERT, [...valuesOf(uuid(), terms, next), by]) : await tx.query<ScheduleRow>(UPDATE, valuesOf(known.schedule_id, terms, keptSlot(known, terms, next)));
      return present(row);
    });
  }

  /**
   * `taken`: another schedule has these terms. `changed`: it is not as `read` any more, from which the terms were made. Undefined: there is no
   * such schedule any more.
   */
  async change(read: Pick<ScheduleRow, 'schedule_id' | 'updated_at'>, terms: FullTerms, next: Date | null): Promise<ScheduleRow | 'taken' | 'changed' | undefined> {
    const id = read.schedule_id;
    return this.database.transaction(async (tx) => {
      await lockSchedules(tx);
      const [known] = await tx.query<ScheduleRow>(`SELECT ${SCHEDULE_COLUMNS} FROM refresh_schedules WHERE schedule_id = $1 FOR UPDATE`, [id]);
      if (known === undefined) return undefined;
      if (known.updated_at.getTime() !== read.updated_at.getTime()) return 'changed';
      const [same] = await tx.query<ScheduleRow>(SAME, [terms.model_id, terms.schedule_type, terms.time, terms.weekday]);
      if (same !== undefined && same.schedule_id !== id) return 'taken';
      const [row] = await tx.query<ScheduleRow>(UPDATE, valuesOf(id, terms, keptSlot(known, terms, next)));
      return present(row);
    });
  }

  async remove(id: string): Promise<boolean> {
    return isUuid(id) && (await this.database.execute('DELETE FROM refresh_schedules WHERE schedule_id = $1', [id])) === 1;
  }

  /** The newest first. */
  async list({ model_id, enabled, limit, offset }: ScheduleQuery): Promise<Paged<ScheduleRow>> {
    // What is no id has no schedules.
    if (model_id !== undefined && !isUuid(model_id)) return { rows: [], total: 0 };
    const where = '($1::uuid IS NULL OR model_id = $1) AND ($2::boolean IS NULL OR enabled = $2)';
    const wanted = [model_id ?? null, enabled ?? null];
    const [rows, [counted]] = await Promise.all([
      this.database.query<ScheduleRow>(`SELECT ${SCHEDULE_COLUMNS} FROM refresh_schedules WHERE ${where} ORDER BY created_at DESC, schedule_id DESC LIMIT $3 OFFSET $4`, [...wanted, limit, offset]),
      this.database.query<{ total: number }>(`SELECT count(*) AS total FROM refresh_schedules WHERE ${where}`, wanted),
    ]);
    return { rows, total: counted?.total ?? 0 };
  }

  /** The longest overdue first. */
  async due(now: Date): Promise<readonly string[]> {
    const rows = await this.database.query<{ schedule_id: string }>(`SELECT schedule_id FROM refresh_schedules WHERE ${DUE} ORDER BY next_run_at LIMIT 100`, [now]);
    return rows.map(({ schedule_id }) => schedule_id);
  }

  /** The schedule under this transaction's lock, if it is still due and nobody else is at it. */
  async lockDue(tx: Tx, id: string, now: Date): Promise<ScheduleRow | undefined> {
    const [row] = await tx.query<ScheduleRow>(`SELECT ${SCHEDULE_COLUMNS} FROM refresh_schedules WHERE schedule_id = $2 AND ${DUE} FOR UPDATE SKIP LOCKED`, [now, id]);
    return row;
  }

  /** `refreshId` null: the slot was passed over, the last run stays what it was. */
  async moveOn(tx: Tx, id: string, moved: { readonly at: Date; readonly next: Date; readonly refreshId: string | null }): Promise<void> {
    await tx.execute(
      `UPDATE refresh_schedules SET next_run_at = $2, last_run_at = CASE WHEN $4::uuid IS NULL THEN last_run_at ELSE $3 END, last_refresh_id = coalesce($4, last_refresh_id) WHERE schedule_id = $1`,
      [id, moved.next, moved.at, moved.refreshId],
    );
  }
}

/** A slot that is due and has not been fired yet stays due when only other terms change. */
const keptSlot = (known: ScheduleRow, terms: FullTerms, next: Date | null): Date | null => {
  const sameTimes = known.schedule_type === terms.schedule_type && known.time === terms.time && known.weekday === terms.weekday && known.enabled && terms.enabled;
  return sameTimes ? known.next_run_at : next;
};

const valuesOf = (id: string, terms: FullTerms, next: Date | null): readonly unknown[] => [
  id,
  terms.model_id,
  terms.schedule_type,
  terms.time,
  terms.weekday,
  terms.lookback_days,
  terms.enabled,
  terms.instance_types,
  terms.regions,
  terms.auto_activate,
  next,
];

const present = (row: ScheduleRow | undefined): ScheduleRow => {
  if (row === undefined) throw new Error('a schedule that was just written is not there');
  return row;
};
