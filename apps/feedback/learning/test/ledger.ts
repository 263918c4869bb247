import { randomUUID } from 'node:crypto';
import { DECAY_EPOCH_MS, HALF_LIFE_DAYS } from '@ml/domain/learning/score/decay';
import type { Sql } from '@ml/persistence/sql';

export interface MadeReport {
  readonly customer: string;
  readonly at: Date;
  readonly type?: string;
  readonly zone?: string;
  readonly nodes?: number;
  readonly source?: 'report' | 'hours';
}

export interface MadeExposure {
  readonly customer: string;
  readonly type?: string;
  readonly zone?: string;
  /** Hours in which there was a node. */
  readonly hours: number;
  readonly nodes?: number;
  /** When, roughly. */
  readonly at: Date;
}

export const TYPE = 'm5.large';
export const ZONE = 'us-east-1a';
export const REGION = 'us-east-1';

/** Rows as intake writes them. */
export const putReports = async (sql: Pick<Sql, 'execute'>, reports: readonly MadeReport[]): Promise<void> => {
  await sql.execute(
    `INSERT INTO interruption_feedback (interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, day_of_week, hour_of_day, interruption_timestamp, nodes, source, dedupe_key, body_hash, received_at)
     SELECT gen_random_uuid(), customer, 'cluster', type, zone, '${REGION}', 0, 0, at, nodes, source, key, '', at
     FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::integer[], $6::text[], $7::text[]) AS made (customer, type, zone, at, nodes, source, key)`,
    [
      reports.map(({ customer }) => customer),
      reports.map(({ type }) => type ?? TYPE),
      reports.map(({ zone }) => zone ?? ZONE),
      reports.map(({ at }) => at),
      reports.map(({ nodes }) => nodes ?? 1),
      reports.map(({ source }) => source ?? 'report'),
      reports.map(() => randomUUID()),
    ],
  );
};

/** Sums as exposure keeps them. */
export const putExposure = async (sql: Pick<Sql, 'execute'>, made: readonly MadeExposure[]): Promise<void> => {
  await sql.execute(
    `INSERT INTO pool_exposure (instance_type, availability_zone, customer_id, region, instance_hours, observed_hours, effective)
     SELECT type, zone, customer, '${REGION}', hours * nodes, hours, hours * nodes / (1 + (nodes - 1) * 0.5) * power(2, (extract(epoch FROM at) * 1000 - ${String(DECAY_EPOCH_MS)}) / (${String(HALF_LIFE_DAYS)} * 86400000.0))
     FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::timestamptz[]) AS made (type, zone, customer, hours, nodes, at)`,
    [
      made.map(({ type }) => type ?? TYPE),
      made.map(({ zone }) => zone ?? ZONE),
      made.map(({ customer }) => customer),
      made.map(({ hours }) => hours),
      made.map(({ nodes }) => nodes ?? 1),
      made.map(({ at }) => at),
    ],
  );
};
