import { field } from '../field';
import { ReasonDto } from './plan-parts';

const UP = ['up', 'down'] as const;
const RATE = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

export class HealthDto {
  @field.text({ what: 'healthy: everything is there. degraded: slower or incomplete. unhealthy: no decisions.', of: ['healthy', 'degraded', 'unhealthy'], example: 'healthy' })
  readonly status!: string;

  @field.text({ what: 'PostgreSQL.', of: UP, example: 'up' })
  readonly database!: string;

  @field.text({ what: 'Redis; without it everything is slower, nothing is wrong.', of: [...UP, 'not configured'], example: 'up' })
  readonly redis!: string;

  @field.text({ what: 'The bus.', of: UP, example: 'up' })
  readonly nats!: string;

  @field.integer({ what: 'Models ready for inference.', ...RATE, example: 0 })
  readonly models_loaded!: number;

  @field.free({ what: 'Each service of the fleet: up or down.', example: { decisions: 'up', pricing: 'up', 'spot-optimizer': 'up' } })
  readonly services!: Readonly<Record<string, string>>;

  @field.objects({ what: 'What works and still needs somebody. `NO_EXPOSURE`: neither cluster snapshots nor instance-hours have come for a day, so nothing more is learned.', type: () => ReasonDto, maxItems: 10 })
  readonly warnings!: readonly ReasonDto[];
}

export class MetricsDto {
  @field.number({ what: 'Predictions of the last minute, whole fleet.', ...RATE, example: 0 })
  readonly predictions_per_minute!: number;

  @field.number({ what: 'Decisions of the last minute, whole fleet.', ...RATE, example: 12 })
  readonly decisions_per_minute!: number;

  @field.number({ what: 'Mean time of the predictions that went through this gateway in the last minute.', unit: 'ms', ...RATE, example: 0 })
  readonly avg_prediction_latency_ms!: number;

  @field.number({ what: 'Mean time of the decisions that went through this gateway in the last minute.', unit: 'ms', ...RATE, example: 41.5 })
  readonly avg_decision_latency_ms!: number;

  @field.number({ what: 'Share of those decisions whose result was reused.', min: 0, max: 1, example: 0.25 })
  readonly cache_hit_rate!: number;

  @field.integer({ what: 'Open connections to the database, whole fleet.', ...RATE, example: 9 })
  readonly database_connections!: number;
}
