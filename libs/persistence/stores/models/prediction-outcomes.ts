import { AppError } from '@ml/contracts/app-error';
import type { OutcomeAsk, PredictionOutcome } from '@ml/contracts/predictions';
import { v7 as uuid7, validate as isUuid } from 'uuid';
import type { Database } from '../../database';
import type { Tx } from '../../tx';
import type { Viewer } from './prediction-history';

interface Subject {
  readonly prediction_id: string;
  readonly tenant: string | null;
  readonly model_id: string | null;
  readonly role: string;
  readonly row_count: number;
  readonly logged: number;
  readonly predicted: number | null;
  readonly created_at: Date;
}

interface OutcomeRow {
  readonly outcome_id: string;
  readonly actual: number;
  readonly observed_at: Date;
  readonly recorded_at: Date;
}

/** The newest report of a row holds, those before it are kept; the same report again changes nothing. A challenger that saw the row in the shadow learns of it too. */
export class PredictionOutcomes {
  constructor(private readonly database: Database) {}

  /** @throws AppError NOT_FOUND (also another tenant's), BAD_FIELD (`row`, `observed_at`) */
  record(viewer: Viewer, ask: OutcomeAsk): Promise<PredictionOutcome> {
    if (!isUuid(ask.prediction_id)) throw noSuchPrediction();
    const row = ask.row ?? 0;
    return this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`outcome:${ask.prediction_id}`]);
      const subjects = await findSubjects(tx, ask.prediction_id, row);
      const told = subjects.find(({ prediction_id, tenant }) => prediction_id === ask.prediction_id && (viewer === null || tenant === viewer));
      if (told === undefined) throw noSuchPrediction();
      checkAgainst(told, ask, row);
      const [current] = await currentOf(tx, told.prediction_id, row);
      if (current !== undefined && isSame(current, ask)) return toOutcome(told, row, current);
      for (const subject of subjects) if (row < subject.logged) await replace(tx, subject, { ...ask, row });
      const [written] = await currentOf(tx, told.prediction_id, row);
      if (written === undefined) throw noSuchPrediction();
      return toOutcome(told, row, written);
    });
  }
}

const noSuchPrediction = (): AppError => new AppError('NOT_FOUND', 'there is no such prediction', { path: 'prediction_id' });

/** The prediction itself, and what challengers made of the same rows. */
const findSubjects = (tx: Tx, predictionId: string, row: number): Promise<Subject[]> =>
  tx.query<Subject>(
    `SELECT prediction_id, tenant, model_id, role, row_count, cardinality(points) AS logged, points[$2::int + 1] AS predicted, created_at
     FROM predictions_log WHERE prediction_id = $1 AND role <> 'shadow'
     UNION ALL
     SELECT prediction_id, tenant, model_id, role, row_count, cardinality(points), points[$2::int + 1], created_at FROM predictions_log WHERE shadow_of = $1`,
    [predictionId, row],
  );

const checkAgainst = ({ row_count, logged, created_at }: Subject, { observed_at }: OutcomeAsk, row: number): void => {
  if (logged === 0) throw new AppError('BAD_FIELD', 'nothing was answered that an outcome could be compared with', { path: 'prediction_id' });
  if (row >= row_count) throw new AppError('BAD_FIELD', `the prediction has ${row_count} rows, counted from 0`, { path: 'row' });
  if (row >= logged) throw new AppError('BAD_FIELD', `of this prediction only the first ${logged} rows are in the log; send fewer rows in a request to report on each`, { path: 'row' });
  if (observed_at !== undefined && Date.parse(observed_at) < created_at.getTime())
    throw new AppError('BAD_FIELD', `what was observed before the prediction, made at ${created_at.toISOString()}, cannot be its outcome`, { path: 'observed_at' });
};

const currentOf = (tx: Tx, predictionId: string, row: number): Promise<OutcomeRow[]> =>
  tx.query<OutcomeRow>('SELECT outcome_id, actual, observed_at, recorded_at FROM prediction_outcomes WHERE prediction_id = $1 AND row_number = $2 AND superseded_at IS NULL', [
    predictionId,
    row,
  ]);

const isSame = (current: OutcomeRow, { actual, observed_at }: OutcomeAsk): boolean =>
  current.actual === actual && (observed_at === undefined || Date.parse(observed_at) === current.observed_at.getTime());

const replace = async (tx: Tx, subject: Subject, { row, actual, observed_at }: OutcomeAsk & { readonly row: number }): Promise<void> => {
  await tx.execute('UPDATE prediction_outcomes SET superseded_at = clock_timestamp() WHERE prediction_id = $1 AND row_number = $2 AND superseded_at IS NULL', [
    subject.prediction_id,
    row,
  ]);
  await tx.execute(
    `INSERT INTO prediction_outcomes (outcome_id, tenant, prediction_id, row_number, model_id, predicted, actual, observed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, clock_timestamp()))`,
    [uuid7(), subject.tenant, subject.prediction_id, row, judgedModel(subject), subject.predicted, actual, observed_at ?? null],
  );
};

/** What a rule answered while a model failed says nothing of the model. */
const judgedModel = ({ role, model_id }: Subject): string | null => (role === 'fallback' ? null : model_id);

const toOutcome = ({ prediction_id }: Subject, row: number, { actual, observed_at, recorded_at }: OutcomeRow): PredictionOutcome => ({
  prediction_id,
  row,
  actual,
  observed_at: observed_at.toISOString(),
  recorded_at: recorded_at.toISOString(),
});
