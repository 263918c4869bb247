import { DECISION_TYPES, ENGINE_TYPES } from '../engine-types';
import { field } from '../field';
import { EvidenceDto } from './evidence-dto';
import { HeldDto, PlanStepDto, PreconditionDto, ReasonDto, TargetDto } from './plan-parts';

const USD = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class CustomEngineRefDto {
  @field.text({ what: 'Id in the list of engines.', example: '019a7b1e-8c00-7000-8000-000000000002' })
  readonly id!: string;

  @field.text({ what: 'As it was uploaded.', example: 'our-bin-packing' })
  readonly name!: string;

  @field.text({ what: 'As it was uploaded.', example: '1.0.0' })
  readonly version!: string;

  @field.text({ what: 'SHA-256 of its source.', example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  readonly sha256!: string;
}

class EngineRefDto {
  @field.text({ what: 'Engine that decided.', of: ENGINE_TYPES, example: 'spot_optimizer' })
  readonly name!: string;

  @field.text({ what: 'Version of its formula.', example: '2.0.0' })
  readonly version!: string;

  @field.text({ what: '`what_if` when `evaluate_at` was given.', of: ['active', 'shadow', 'what_if', 'test', 'replay'], example: 'active' })
  readonly mode!: string;

  @field.object({ what: 'Your own engine that decided; absent when the built-in one did. `name` and `version` are of the built-in engine, which reads the state.', type: () => CustomEngineRefDto, optional: true })
  readonly custom?: CustomEngineRefDto;
}

export class RecommendationDto {
  @field.text({ what: 'Id within the decision.', example: 'r1' })
  readonly id!: string;

  @field.text({ what: 'What to do.', example: 'use_spot_pool' })
  readonly action!: string;

  @field.object({ what: 'With what.', type: () => TargetDto })
  readonly target!: TargetDto;

  @field.number({ what: 'Expected saving, never negative.', unit: 'USD a month of 730 hours', ...USD, example: 43.42 })
  readonly estimated_monthly_savings!: number;

  @field.text({ what: 'How much can go wrong.', of: ['low', 'medium', 'high'], example: 'low' })
  readonly risk!: string;

  @field.objects({ what: 'Why.', type: () => ReasonDto })
  readonly reasons!: readonly ReasonDto[];

  @field.free({ what: "Numbers of this engine; the spot optimizer's are described in SpotDetailsDto.", example: { rank: 1 } })
  readonly details!: Readonly<Record<string, unknown>>;
}

/** Answer to every decision request. */
export class DecisionAnswerDto {
  @field.text({ what: 'Your id of the request, or the one that was made.', example: 'req-12345' })
  readonly request_id!: string;

  @field.text({ what: 'Id of the decision (UUIDv7): for replay and outcomes.', example: '019a7b1e-8c00-7000-8000-000000000001' })
  readonly decision_id!: string;

  @field.text({ what: 'What was decided.', of: DECISION_TYPES, example: 'spot_optimize' })
  readonly decision_type!: string;

  @field.text({ what: 'About which cluster.', example: 'cluster-abc' })
  readonly cluster_id!: string;

  @field.text({ what: '`act`: do it. `hold`: do nothing, `held` says why. `infeasible`: no plan keeps the rules.', of: ['act', 'hold', 'infeasible'], example: 'act' })
  readonly verdict!: string;

  @field.object({ what: 'Who decided.', type: () => EngineRefDto })
  readonly engine!: EngineRefDto;

  @field.objects({ what: 'What to do, best first.', type: () => RecommendationDto })
  readonly recommendations!: readonly RecommendationDto[];

  @field.objects({ what: 'Every candidate that was looked at and not recommended, with the reason.', type: () => HeldDto })
  readonly held!: readonly HeldDto[];

  @field.number({ what: 'How sure the engine is: falls when facts are stale or missing.', min: 0, max: 1, example: 0.95 })
  readonly confidence_score!: number;

  @field.number({ what: 'Sum of what is recommended.', unit: 'USD a month', ...USD, example: 450 })
  readonly estimated_savings!: number;

  @field.number({ what: 'The same for twelve months.', unit: 'USD a year', ...USD, example: 5400 })
  readonly estimated_annual_savings!: number;

  @field.objects({ what: 'How to do it, in order.', type: () => PlanStepDto })
  readonly execution_plan!: readonly PlanStepDto[];

  @field.objects({ what: 'What must still be true when it is done.', type: () => PreconditionDto })
  readonly preconditions!: readonly PreconditionDto[];

  @field.time({ what: 'Ask again after this time.', example: '2026-11-20T11:00:00Z' })
  readonly valid_until!: string;

  @field.objects({ what: 'What you should know.', type: () => ReasonDto })
  readonly warnings!: readonly ReasonDto[];

  @field.texts({ what: 'Paths of fields whose absence weakened the answer.', item: {}, maxItems: 1000, example: [] })
  readonly missing!: readonly string[];

  @field.object({ what: 'What the decision rests on.', type: () => EvidenceDto })
  readonly evidence!: EvidenceDto;

  @field.text({ what: 'The decision whose result was reused.', example: '019a7b1e-8c00-7000-8000-000000000000', optional: true, rare: true })
  readonly cached_from?: string;
}
