import { field } from '../field';
import { INTERRUPTION_ACTIONS } from '../interruptions';
import { POOL_LEVELS } from '../pools';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { ReasonDto } from './plan-parts';
import { UUID } from './uuid';

const WHO = { max: 128 } as const;
/** As wide as the columns they are kept in. */
const WORD = { max: 50 } as const;
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const SHARE = { min: 0, max: 1 } as const;
const MOST_NODES = 10_000;
const DAY = { min: 0, max: 6, example: 4 } as const;
const HOUR = { min: 0, max: 23, example: 14 } as const;
const REPORT_ID = { ...UUID, example: '0f2a3c1e-7b1d-5c8e-9a54-3d2f1b0c9e77' } as const;

/** One report of interrupted spot nodes. Callers of the first version leave out customer, time, nodes and event. */
export class InterruptionReportDto {
  @field.text({ what: 'The customer (tenant) who owns the cluster; the key’s own unless given, else the cluster counts as a customer of its own. A key that is bound to a tenant may only name its own.', ...WHO, example: 'cu-1', optional: true })
  readonly customer_id?: string;

  @field.text({ what: 'The cluster that lost nodes.', ...WHO, example: 'cluster-abc' })
  readonly cluster_id!: string;

  @field.text({ what: 'Instance type of the nodes. One that is not in the catalogue is taken, with a warning.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone, by name or by id; it must lie in the region.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.text({ what: 'What ran there, in a word of yours: patterns are told by it.', ...WORD, example: 'web', optional: true })
  readonly workload_type?: string;

  @field.integer({ what: 'Day of the week, 0 = Monday; that of the time in UTC unless given.', ...DAY, optional: true })
  readonly day_of_week?: number;

  @field.integer({ what: 'Hour of the day in UTC; that of the time unless given.', ...HOUR, optional: true })
  readonly hour_of_day?: number;

  @field.flag({ what: 'Whether somebody had forecast it: accuracy is counted from it.', example: false, optional: true })
  readonly was_predicted?: boolean;

  @field.number({ what: 'The `risk_score` of the spot optimizer when the nodes were started: 1 = safe, 0 = unsafe.', ...SHARE, example: 0.75, optional: true })
  readonly risk_score_at_deployment?: number;

  @field.integer({ what: 'How long it took until everything ran again.', unit: 's', min: 0, max: 31_536_000, example: 180, optional: true })
  readonly total_recovery_seconds?: number;

  @field.text({ what: 'How bad it was, in a word of yours.', ...WORD, example: 'minimal', optional: true })
  readonly customer_impact?: string;

  @field.time({ what: 'When AWS took the nodes; the time of receipt unless given. At most 5 minutes ahead, and not older than FEEDBACK_MAX_AGE_DAYS.', example: '2026-11-20T14:30:00Z', optional: true })
  readonly interruption_timestamp?: string;

  @field.integer({ what: 'How many nodes of the cluster were lost in this pool; 1 unless given.', min: 1, max: MOST_NODES, example: 1, optional: true })
  readonly nodes?: number;

  @field.text({
    what: 'Id of the event at whoever saw it, as EventBridge gives it. The same id is counted once; with another body it is refused. Without it the same cluster, type, zone and second are one report.',
    ...WHO,
    example: 'bb5c5a2d-4d3a-9c5e-9d1f-0c8f3b2a1e00',
    optional: true,
  })
  readonly event_id?: string;
}

export class PatternsDetectedDto {
  @field.flag({ what: 'Hours or days of this type in this region stand out.', example: true })
  readonly temporal!: boolean;

  @field.flag({ what: 'Workloads of this type stand out.', example: true })
  readonly workload!: boolean;

  @field.flag({ what: 'Seasons of the year stand out.', example: false })
  readonly seasonal!: boolean;
}

export class TemporalPatternDto {
  @field.integer({ what: 'Day of the week of the interruption, 0 = Monday.', ...DAY })
  readonly day_of_week!: number;

  @field.integer({ what: 'Hour of the day of the interruption in UTC.', ...HOUR })
  readonly hour_of_day!: number;

  @field.flag({ what: 'Whether that is one of the hours of high risk.', example: true })
  readonly is_peak_hour!: boolean;
}

export class PatternAnalysisDto {
  @field.texts({ what: 'Customers who were interrupted in the pool within the window; empty for a key that is bound to a tenant.', item: WHO, maxItems: 100_000, example: ['cu-1', 'cu-2', 'cu-3'] })
  readonly affected_customer_ids!: readonly string[];

  @field.time({ what: 'The first of them; null when there is none within the window.', example: '2026-11-20T13:45:00Z', nullable: true })
  readonly first_interruption_time!: string | null;

  @field.integer({ what: 'Within the window: nodes that were lost within three minutes count once.', ...COUNT, example: 3 })
  readonly interruptions_in_window!: number;

  @field.object({ what: 'When it happened.', type: () => TemporalPatternDto })
  readonly temporal_pattern!: TemporalPatternDto;
}

export class InterruptionAnswerDto {
  @field.flag({ what: 'Always true.', example: true })
  readonly success!: true;

  @field.text({ what: 'Id of the report: the same report has the same id however often it is sent.', ...REPORT_ID })
  readonly interruption_id!: string;

  @field.flag({ what: 'It had been reported before; nothing was counted twice.', example: false })
  readonly duplicate!: boolean;

  @field.text({ what: 'By distinct customers within the window: 1 NORMAL, 2 UNCERTAIN, 3 or more CONFIRMED_RISKY.', of: POOL_LEVELS, example: 'CONFIRMED_RISKY' })
  readonly risk_level!: string;

  @field.integer({ what: 'How many customers were interrupted in the pool within the window.', ...COUNT, example: 3 })
  readonly affected_clients_count!: number;

  @field.text({ what: 'What follows.', of: INTERRUPTION_ACTIONS, example: 'proactive_rebalance' })
  readonly action_required!: string;

  @field.texts({ what: 'Other customers with spot nodes in the pool, 100 at most; empty for a key that is bound to a tenant, and unless the pool is CONFIRMED_RISKY.', item: WHO, maxItems: 100, example: ['cu-7', 'cu-9'] })
  readonly clients_to_rebalance!: readonly string[];

  @field.integer({ what: 'How many they are; 0 for a key that is bound to a tenant.', ...COUNT, example: 2 })
  readonly clients_to_rebalance_count!: number;

  @field.number({ what: 'Risk of the pool from now on: 1 = risky, 0 = safe. One less `safety_score`.', ...SHARE, example: 0.82 })
  readonly new_risk_score!: number;

  @field.number({ what: 'Safety of the pool with what was learned and its level: 1 = safe, 0 = unsafe.', ...SHARE, example: 0.18 })
  readonly safety_score!: number;

  @field.number({ what: 'How sure that is.', ...SHARE, example: 0.95 })
  readonly confidence!: number;

  @field.number({ what: 'How much what was learned weighs in decisions.', min: 0, max: 0.25, example: 0.15 })
  readonly feedback_weight!: number;

  @field.object({ what: 'Which patterns of this type in this region stand out.', type: () => PatternsDetectedDto })
  readonly patterns_detected!: PatternsDetectedDto;

  @field.object({ what: 'What happened in the pool within the window.', type: () => PatternAnalysisDto })
  readonly pattern_analysis!: PatternAnalysisDto;

  @field.objects({ what: 'What you should know, as UNKNOWN_INSTANCE_TYPE.', type: () => ReasonDto, example: [] })
  readonly warnings!: readonly ReasonDto[];
}

/** It is kept and will be counted; what it taught is not known yet. */
export class InterruptionAcceptedDto {
  @field.flag({ what: 'Always true.', example: true })
  readonly success!: true;

  @field.text({ what: 'Id of the report: the same report has the same id however often it is sent.', ...REPORT_ID })
  readonly interruption_id!: string;

  @field.time({ what: 'When, as it was kept: the time of arrival where the report did not say. Sent again without it, a report that did not say when is another report.', example: '2026-11-20T14:30:00Z' })
  readonly interruption_timestamp!: string;

  @field.objects({ what: 'NOT_COUNTED_YET: how to hear what it taught.', type: () => ReasonDto, example: [{ code: 'NOT_COUNTED_YET', text: 'The report is kept and will be counted; send the same again, with this interruption_timestamp unless it has an event_id, to hear what it taught.' }] })
  readonly warnings!: readonly ReasonDto[];
}
