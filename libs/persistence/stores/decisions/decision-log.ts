import { AppError } from '@ml/contracts/app-error';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { DecisionOrigin, DecisionSummary, HistoryQuery } from '@ml/contracts/decisions';
import type { DecisionType } from '@ml/contracts/engine-types';
import type { Paged } from '@ml/contracts/pricing';
import { validate as isUuid } from 'uuid';
import type { Database } from '../../database';
import type { ReplayInputs, StoredDecision } from './decision-record';

/** A tenant sees its own; null is the platform's key, which sees all. */
export type Viewer = string | null;

/** Counting goes on no further: nobody pages that far, and a count reads every row. */
const LARGEST_TOTAL = 100_000;

interface SummaryRow {
  readonly execution_id: string;
  readonly decision_type: DecisionType;
  readonly engine_id: string;
  readonly cluster_id: string;
  readonly origin: DecisionOrigin;
  readonly verdict: string;
  readonly confidence_score: string;
  readonly estimated_savings: string;
  readonly executed_at: Date;
}

/** Newest first; shadows are left out. `total` stops at 100,000. */
export const readHistory = async (database: Database, viewer: Viewer, query: HistoryQuery): Promise<Paged<DecisionSummary>> => {
  if (query.engine_id !== undefined && !isUuid(query.engine_id)) return { rows: [], total: 0 };
  const { where, params } = conditions(viewer, query);
  const page = database.query<SummaryRow>(
    `SELECT execution_id, decision_type, engine_id, cluster_id, origin, verdict, confidence_score, estimated_savings, executed_at
     FROM decision_execution_log WHERE ${where} ORDER BY executed_at DESC, execution_id DESC LIMIT $${params.length + 1} OFFSET $${params.length + 2}`,
    [...params, query.limit, query.offset],
  );
  const count = database.query<{ total: number }>(
    `SELECT count(*) AS total FROM (SELECT 1 FROM decision_execution_log WHERE ${where} LIMIT ${LARGEST_TOTAL}) AS counted`,
    params,
  );
  const [rows, [counted]] = await Promise.all([page, count]);
  return { rows: rows.map(toSummary), total: counted?.total ?? 0 };
};

/** Written out rather than `$1 IS NULL OR ...`, which would keep the planner from the indexes. */
const conditions = (viewer: Viewer, query: HistoryQuery): { where: string; params: readonly unknown[] } => {
  const wanted = { tenant: viewer ?? undefined, engine_id: query.engine_id, cluster_id: query.cluster_id, decision_type: query.decision_type };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const where = ["mode <> 'shadow'", ...given.map(([column], index) => `${column} = $${index + 1}`)].join(' AND ');
  return { where, params: given.map(([, value]) => value) };
};

const toSummary = (row: SummaryRow): DecisionSummary => ({
  ...row,
  decision_id: row.execution_id,
  confidence_score: Number(row.confidence_score),
  estimated_savings: Number(row.estimated_savings),
  executed_at: row.executed_at.toISOString(),
});

/** @throws AppError NOT_FOUND, also when it belongs to another tenant. */
export const readDecision = async (database: Database, viewer: Viewer, decisionId: string): Promise<StoredDecision> => {
  const [row] = isUuid(decisionId)
    ? await database.query<{ tenant: string; origin: DecisionOrigin; answer: DecisionAnswer; input_state: ReplayInputs; executed_at: Date }>(
        'SELECT tenant, origin, answer, input_state, executed_at FROM decision_execution_log WHERE execution_id = $1 AND ($2::text IS NULL OR tenant = $2)',
        [decisionId, viewer],
      )
    : [];
  if (row === undefined) throw noSuchDecision();
  return { tenant: row.tenant, origin: row.origin, answer: row.answer, inputs: row.input_state, executed_at: row.executed_at.toISOString() };
};

export const noSuchDecision = (): AppError => new AppError('NOT_FOUND', 'there is no such decision', { path: 'decision_id' });
