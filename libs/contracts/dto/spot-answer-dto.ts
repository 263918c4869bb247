import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const PRICE = { unit: 'USD an hour', min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const SHARE = { min: 0, max: 1 } as const;
const DIRECTION = 'Direction: 1 = safe, 0 = unsafe.';

class SpotComponentsDto {
  @field.number({ what: `Spot Advisor. ${DIRECTION}`, ...SHARE, example: 1 })
  readonly advisor!: number;

  @field.number({ what: `Stability of the price. ${DIRECTION} Absent from the weights when there is too little history.`, ...SHARE, example: 0.93, nullable: true })
  readonly volatility!: number | null;

  @field.number({ what: `What the type itself says. ${DIRECTION}`, ...SHARE, example: 0.9, optional: true })
  readonly structural?: number;

  @field.number({ what: `What customers' interruptions taught. ${DIRECTION}`, ...SHARE, example: 0.5, optional: true })
  readonly customer?: number;

  @field.number({ what: `Distance to the on-demand price (first formula version only). ${DIRECTION}`, ...SHARE, example: 0.62, optional: true })
  readonly gap?: number;

  @field.number({ what: `Hour of the day in the region (first formula version only). ${DIRECTION}`, ...SHARE, example: 1, optional: true })
  readonly time?: number;
}

class PredictedPriceDto {
  @field.number({ what: 'One of ten times it is lower.', ...PRICE, example: 0.0351 })
  readonly p10!: number;

  @field.number({ what: 'As often higher as lower.', ...PRICE, example: 0.0366 })
  readonly p50!: number;

  @field.number({ what: 'One of ten times it is higher.', ...PRICE, example: 0.0392 })
  readonly p90!: number;
}

export class SpotDetailsDto {
  @field.text({ what: 'Instance type of the pool.', example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone of the pool.', example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.number({ what: `Score by which pools are ranked. ${DIRECTION} In the feedback endpoints the same name means the opposite.`, ...SHARE, example: 0.91 })
  readonly risk_score!: number;

  @field.number({ what: `The same value under a name that cannot be misread. ${DIRECTION}`, ...SHARE, example: 0.91 })
  readonly safety_score!: number;

  @field.object({ what: 'Parts of the score.', type: () => SpotComponentsDto })
  readonly components!: SpotComponentsDto;

  @field.number({ what: 'Spot price in force.', ...PRICE, example: 0.0365 })
  readonly spot_price!: number;

  @field.number({ what: 'On-demand price of the same type.', ...PRICE, example: 0.096 })
  readonly on_demand_price!: number;

  @field.text({ what: 'Interruption class of the Spot Advisor.', example: '<5%' })
  readonly interruption_class!: string;

  @field.object({ what: 'Spot price that a model expects; null without one, or where the history of the pool is too short.', type: () => PredictedPriceDto, nullable: true })
  readonly predicted_price!: PredictedPriceDto | null;

  @field.number({ what: 'Share of such nodes that a model expects to be interrupted within a month; null without one.', ...SHARE, example: 0.031, nullable: true })
  readonly interruption_probability!: number | null;

  @field.integer({ what: 'Place in the ranking, from 1.', min: 1, max: 1000, example: 1 })
  readonly rank!: number;
}

class SpotRecommendationDto extends RecommendationDto {
  @field.object({ what: 'The pool and its score.', type: () => SpotDetailsDto })
  declare readonly details: SpotDetailsDto & Readonly<Record<string, unknown>>;
}

class PlannedNodesDto {
  @field.text({ what: 'Instance type.', example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone.', example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'How the nodes are paid for.', of: ['spot', 'on-demand'], example: 'spot' })
  readonly capacity_type!: string;

  @field.integer({ what: 'How many.', unit: 'nodes', min: 1, max: 10_000, example: 2 })
  readonly count!: number;

  @field.number({ what: 'Price of one node.', ...PRICE, example: 0.0365 })
  readonly hourly_price!: number;

  @field.number({ what: `Score of the pool; on-demand nodes are safe. ${DIRECTION}`, ...SHARE, example: 0.91 })
  readonly safety_score!: number;

  @field.number({ what: 'What these nodes together save; the lines add up to estimated_savings.', unit: 'USD a month of 730 hours', min: 0, max: Number.MAX_SAFE_INTEGER, example: 86.84, optional: true })
  readonly estimated_monthly_savings?: number;
}

class LayerDto {
  @field.text({ what: 'Safety layer.', example: 'min_availability_zones' })
  readonly layer!: string;

  @field.text({ what: 'What limit and value count.', example: 'zones' })
  readonly unit!: string;

  @field.number({ what: 'What it asks for.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 3 })
  readonly limit!: number;

  @field.number({ what: 'What the plan has; null when it cannot be known.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 3, nullable: true })
  readonly value!: number | null;

  @field.flag({ what: 'Whether the plan keeps it.', example: true })
  readonly holds!: boolean;
}

class AllocationPlanDto {
  @field.objects({ what: 'Which nodes to run.', type: () => PlannedNodesDto })
  readonly nodes!: readonly PlannedNodesDto[];

  @field.objects({ what: 'The five safety layers over the whole set of nodes.', type: () => LayerDto })
  readonly layers!: readonly LayerDto[];

  @field.number({ what: 'Prices and the expected cost of interruptions.', ...PRICE, example: 0.51 })
  readonly expected_hourly_cost!: number;
}

export class SpotAnswerDto extends DecisionAnswerDto {
  @field.number({ what: 'Sum over allocation_plan.nodes. The recommendations are alternatives: theirs are not added up.', unit: 'USD a month', min: 0, max: Number.MAX_SAFE_INTEGER, example: 450 })
  declare readonly estimated_savings: number;

  @field.objects({ what: 'The best pools, safest first.', type: () => SpotRecommendationDto })
  declare readonly recommendations: readonly SpotRecommendationDto[];

  @field.object({ what: 'Nodes that together keep every safety layer; null when there is none.', type: () => AllocationPlanDto, nullable: true })
  readonly allocation_plan!: AllocationPlanDto | null;

  @field.object({ what: 'The same number of nodes all on demand, when no plan with spot nodes keeps the layers; else null.', type: () => AllocationPlanDto, nullable: true })
  readonly on_demand_plan!: AllocationPlanDto | null;

  @field.objects({ what: 'The layers that no plan could keep, when the verdict is infeasible.', type: () => LayerDto })
  readonly binding_layers!: readonly LayerDto[];

  @field.free({ what: 'How many candidates were held back, by code.', example: { SAFETY_BELOW_THRESHOLD: 95 } })
  readonly held_summary!: Readonly<Record<string, number>>;

  @field.free({
    what: 'The forecast that took part: its models, how many hours it looks ahead, of when it is. Null when none did; `evidence.model_fallback` says why.',
    example: { as_of: '2026-11-20T10:00:00.000Z', horizon_hours: 24, price_model: { id: '0199b2f0-0000-7000-8000-000000000001', name: 'spot-price', version: '1.0.0' }, interruption_model: null },
    nullable: true,
  })
  readonly pool_forecast!: Readonly<Record<string, unknown>> | null;

  @field.freeList({ what: 'On-demand types to fall back to.', example: [{ instance_type: 'm5.large', on_demand_price: 0.096 }], optional: true })
  readonly fallback_on_demand?: readonly Readonly<Record<string, unknown>>[];
}
