import { DECISION_ORIGINS, type DecisionOrigin, type OutcomeResult } from '../decisions';
import { DECISION_TYPES, type DecisionType } from '../engine-types';
import { field } from '../field';
import { PageQuery } from './page-query';

const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const DECISION = '019a7b1e-8c00-7000-8000-000000000001';
const ENGINE = '3d6cb8c5-5a0e-5a52-9d8f-0c6a2f6e7a11';
const USD = { unit: 'USD a month', min: -1e9, max: 1e9 } as const;
const RESULTS = ['applied', 'rejected', 'failed', 'rolled_back'] as const;

export class HistoryQueryDto extends PageQuery {
  @field.text({ what: 'Only decisions of this engine (its id).', pattern: UUID, example: ENGINE, optional: true })
  readonly engine_id?: string;

  @field.text({ what: 'Only decisions about this cluster.', max: 128, example: 'cluster-abc', optional: true })
  readonly cluster_id?: string;

  @field.text({ what: 'Only decisions of this type.', of: DECISION_TYPES, example: 'spot_optimize', optional: true })
  readonly decision_type?: DecisionType;
}

export class DecisionPath {
  @field.text({ what: 'Id of the decision.', pattern: UUID, example: DECISION })
  readonly decision_id!: string;
}

export class DecisionSummaryDto {
  @field.text({ what: 'The same as `decision_id`.', example: DECISION })
  readonly execution_id!: string;

  @field.text({ what: 'Id of the decision.', example: DECISION })
  readonly decision_id!: string;

  @field.text({ what: 'What was decided.', of: DECISION_TYPES, example: 'spot_optimize' })
  readonly decision_type!: string;

  @field.text({ what: 'Id of the engine and version that decided.', example: ENGINE })
  readonly engine_id!: string;

  @field.text({ what: 'About which cluster.', example: 'cluster-abc' })
  readonly cluster_id!: string;

  @field.text({ what: 'Who asked: a caller, or nobody, because it was time for a scheduled scan.', of: DECISION_ORIGINS, example: 'request' })
  readonly origin!: DecisionOrigin;

  @field.text({ what: 'act, hold or infeasible.', of: ['act', 'hold', 'infeasible'], example: 'act' })
  readonly verdict!: string;

  @field.number({ what: 'How sure the engine was.', min: 0, max: 1, example: 0.95 })
  readonly confidence_score!: number;

  @field.number({ what: 'Predicted saving.', ...USD, example: 450 })
  readonly estimated_savings!: number;

  @field.time({ what: 'When it was decided.', example: '2026-11-20T10:00:00Z' })
  readonly executed_at!: string;
}

export class OutcomeReportDto {
  @field.text({ what: 'Which recommendation of the decision; all of them when left out.', max: 64, example: 'r1', optional: true })
  readonly recommendation_id?: string;

  @field.text({ what: 'What became of it.', of: RESULTS, example: 'applied' })
  readonly result!: OutcomeResult;

  @field.number({ what: 'What it really saves.', ...USD, example: 41.9, optional: true })
  readonly realised_monthly_savings?: number;

  @field.text({ what: 'For people.', max: 2000, example: 'Applied in the maintenance window.', optional: true })
  readonly note?: string;
}

export class OutcomeDto extends OutcomeReportDto {
  @field.text({ what: 'Id of the outcome.', example: '019a7b1e-8c00-7000-8000-0000000000aa' })
  readonly outcome_id!: string;

  @field.text({ what: 'Id of the decision.', example: DECISION })
  readonly decision_id!: string;

  @field.time({ what: 'When it was reported.', example: '2026-11-21T08:00:00Z' })
  readonly recorded_at!: string;
}

export class ReplayDto {
  @field.text({ what: 'Id of the decision.', example: DECISION })
  readonly decision_id!: string;

  @field.flag({ what: 'Whether another build decided then; only the same build promises the same bytes.', example: false })
  readonly build_differs!: boolean;

  @field.flag({ what: 'Whether the result is the same, ids and times of the run aside.', example: true })
  readonly identical!: boolean;

  @field.freeList({ what: 'Where it differs, with both values; 100 at most.', example: [] })
  readonly differences!: readonly unknown[];

  @field.free({ what: 'The whole decision as it is made now.', example: { decision_id: DECISION, verdict: 'act' } })
  readonly replayed!: Readonly<Record<string, unknown>>;
}

export class SavingsQueryDto {
  @field.integer({ what: 'How many months back; 12 unless told.', unit: 'months', min: 1, max: 120, example: 12, optional: true })
  readonly months?: number;
}

export class SavingsRowDto {
  @field.text({ what: 'Engine.', example: 'spot_optimizer' })
  readonly engine!: string;

  @field.text({ what: 'Calendar month, UTC.', example: '2026-11' })
  readonly month!: string;

  @field.integer({ what: 'Decisions made.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 42 })
  readonly decisions!: number;

  @field.number({ what: 'Predicted saving.', ...USD, example: 4500 })
  readonly predicted_monthly_savings!: number;

  @field.number({ what: 'Saving reported as outcome.', ...USD, example: 4102.5 })
  readonly realised_monthly_savings!: number;
}
