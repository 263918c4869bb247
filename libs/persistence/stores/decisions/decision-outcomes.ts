import { AppError } from '@ml/contracts/app-error';
import { outcomeRecorded, type DecisionOutcome, type OutcomeReport, type OutcomeResult } from '@ml/contracts/decisions';
import { v7 as uuid7, validate as isUuid } from 'uuid';
import type { Database } from '../../database';
import { enqueue } from '../../outbox';
import type { Tx } from '../../tx';
import { noSuchDecision, type Viewer } from './decision-log';

interface OutcomeRow {
  readonly outcome_id: string;
  readonly decision_id: string;
  /** Empty: the whole decision. */
  readonly recommendation_id: string;
  readonly result: OutcomeResult;
  readonly realised_monthly_savings: string | null;
  readonly note: string | null;
  readonly revision: number;
  readonly recorded_at: Date;
}

interface Subject {
  readonly tenant: string;
  /** USD a month, for the part the outcome speaks of; null when there is no such part. */
  readonly predicted: string | null;
}

/**
 * Once per decision, recommendation and result. The same report again changes nothing and tells nobody; one that adds a figure or a note
 * completes the first.
 * @throws AppError NOT_FOUND (the decision, also another tenant's), BAD_FIELD (the recommendation)
 */
export const recordOutcome = (database: Database, viewer: Viewer, report: OutcomeReport): Promise<DecisionOutcome> =>
  database.transaction(async (tx) => {
    const subject = await findSubject(tx, viewer, report);
    const written = await upsert(tx, subject, report);
    if (written === undefined) return toOutcome(await existing(tx, report));
    const outcome = toOutcome(written);
    const id = `outcome-${written.outcome_id}-${written.revision}`;
    await enqueue(tx, outcomeRecorded, { id, body: { ...outcome, tenant: subject.tenant } });
    return outcome;
  });

/** Oldest first. */
export const readOutcomes = async (database: Database, decisionId: string): Promise<readonly DecisionOutcome[]> => {
  const rows = await database.query<OutcomeRow>('SELECT * FROM decision_outcomes WHERE decision_id = $1 ORDER BY recorded_at, outcome_id', [decisionId]);
  return rows.map(toOutcome);
};

const findSubject = async (tx: Tx, viewer: Viewer, { decision_id, recommendation_id }: OutcomeReport): Promise<Subject> => {
  if (!isUuid(decision_id)) throw noSuchDecision();
  const [subject] = await tx.query<Subject>(
    `SELECT tenant,
            CASE WHEN $3 = '' THEN coalesce(estimated_savings, 0)
                 ELSE (SELECT (part ->> 'estimated_monthly_savings')::numeric FROM jsonb_array_elements(recommendations) part WHERE part ->> 'id' = $3 LIMIT 1)
            END AS predicted
     FROM decision_execution_log WHERE execution_id = $1 AND ($2::text IS NULL OR tenant = $2) AND mode <> 'shadow'`,
    [decision_id, viewer, recommendation_id ?? ''],
  );
  if (subject === undefined) throw noSuchDecision();
  if (subject.predicted === null) throw new AppError('BAD_FIELD', 'the decision has no such recommendation', { path: 'recommendation_id' });
  return subject;
};

const upsert = async (tx: Tx, { tenant, predicted }: Subject, report: OutcomeReport): Promise<OutcomeRow | undefined> => {
  const [row] = await tx.query<OutcomeRow>(
    `INSERT INTO decision_outcomes AS known
       (outcome_id, tenant, decision_id, recommendation_id, result, predicted_monthly_savings, realised_monthly_savings, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (decision_id, recommendation_id, result) DO UPDATE
       SET realised_monthly_savings = coalesce(excluded.realised_monthly_savings, known.realised_monthly_savings),
           note = coalesce(excluded.note, known.note), revision = known.revision + 1, recorded_at = clock_timestamp()
       WHERE (coalesce(excluded.realised_monthly_savings, known.realised_monthly_savings), coalesce(excluded.note, known.note))
             IS DISTINCT FROM (known.realised_monthly_savings, known.note)
     RETURNING *`,
    [
      uuid7(),
      tenant,
      report.decision_id,
      report.recommendation_id ?? '',
      report.result,
      predicted,
      report.realised_monthly_savings ?? null,
      report.note ?? null,
    ],
  );
  return row;
};

const existing = async (tx: Tx, { decision_id, recommendation_id, result }: OutcomeReport): Promise<OutcomeRow> => {
  const [row] = await tx.query<OutcomeRow>('SELECT * FROM decision_outcomes WHERE decision_id = $1 AND recommendation_id = $2 AND result = $3', [
    decision_id,
    recommendation_id ?? '',
    result,
  ]);
  if (row === undefined) throw noSuchDecision();
  return row;
};

const toOutcome = (row: OutcomeRow): DecisionOutcome => ({
  outcome_id: row.outcome_id,
  decision_id: row.decision_id,
  ...(row.recommendation_id !== '' && { recommendation_id: row.recommendation_id }),
  result: row.result,
  ...(row.realised_monthly_savings !== null && { realised_monthly_savings: Number(row.realised_monthly_savings) }),
  ...(row.note !== null && { note: row.note }),
  recorded_at: row.recorded_at.toISOString(),
});
