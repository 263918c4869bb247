import type { EngineType } from '@ml/contracts/engine-types';
import type { Database } from '../../database';
import type { Tx } from '../../tx';
import type { Viewer } from './decision-log';
import type { DecisionRecord } from './decision-record';

const NOTE = {
  name: 'newest-decision-note',
  text: `INSERT INTO newest_decisions AS known (tenant, cluster_id, engine_type, decision_id, estimated_savings)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, cluster_id, engine_type) DO UPDATE SET decision_id = excluded.decision_id, estimated_savings = excluded.estimated_savings
           WHERE known.decision_id < excluded.decision_id`,
};

/** Ids are in the order of time: of two decisions at once the later one stays. */
export const noteNewest = async (tx: Tx, { tenant, answer }: DecisionRecord): Promise<void> => {
  await tx.execute(NOTE, [tenant, answer.cluster_id, answer.engine.name, answer.decision_id, answer.estimated_savings]);
};

interface Row {
  readonly engine: EngineType;
  readonly savings: string;
}

/** USD a month by engine: the newest decision about each cluster, added up. */
export const readNewestSavings = async (database: Database, viewer: Viewer): Promise<Readonly<Partial<Record<EngineType, number>>>> => {
  const rows = await database.query<Row>(
    'SELECT engine_type AS engine, sum(estimated_savings) AS savings FROM newest_decisions WHERE ($1::text IS NULL OR tenant = $1) GROUP BY 1',
    [viewer],
  );
  return Object.fromEntries(rows.map(({ engine, savings }) => [engine, Number(savings)]));
};
