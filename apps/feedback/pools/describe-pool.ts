import type { PoolStatus } from '@ml/contracts/learning';
import type { PoolKey, PoolLevel } from '@ml/contracts/pools';
import { priorOf, safetyOf, type AdvisorView } from '@ml/domain/learning/score/learned-score';
import { LEAST_CUSTOMERS } from '@ml/domain/learning/least-customers';
import { safetyAtLevel } from '@ml/domain/learning/levels/safety-at-level';
import type { PoolStatusRow } from '@ml/persistence/stores/feedback/pool-status-row';

/** Of a pool about which nobody has told anything. */
const UNLEARNED_CONFIDENCE = 0.5;
const NOTHING_LEARNED = { code: 'NOTHING_LEARNED', text: 'nothing was learned of this pool itself yet: the scores are what its type and region let expect' } as const;
const NO_ADVISOR = { advisor_class: null, region_rate: null } as const;

const RECOMMENDATIONS: Readonly<Record<PoolLevel, string>> = {
  NORMAL: 'NO ACTION - No pattern across customers',
  UNCERTAIN: 'MONITOR - Several customers were interrupted; prefer other pools for new nodes',
  CONFIRMED_RISKY: 'IMMEDIATE REBALANCE - Confirmed risky pool',
};
const BLOCKED = 'WAIT - No capacity at the moment; use other pools for new nodes';

export interface Asker {
  /** The only customer whose figures the asker may see alone; null: everybody's. */
  readonly tenant: string | null;
  readonly advisor: AdvisorView | undefined;
}

export const describePool = (pool: PoolKey, row: PoolStatusRow, { tenant, advisor }: Asker): PoolStatus => {
  const prior = priorOf(advisor ?? NO_ADVISOR, row.ratio ?? 1);
  const safety_score = rounded(safetyAtLevel(row.final_score ?? safetyOf(prior.rate), row.risk_level));
  const isShared = (customers: number | null): boolean => tenant === null || (customers ?? 0) >= LEAST_CUSTOMERS;
  return {
    risk_level: row.risk_level,
    ...windowOf(row, isShared(row.affected_clients_count)),
    risk_score: rounded(1 - safety_score),
    safety_score,
    confidence: row.confidence ?? UNLEARNED_CONFIDENCE,
    recommendation: row.risk_level === 'NORMAL' && row.blocked_until !== null ? BLOCKED : RECOMMENDATIONS[row.risk_level],
    pool_identifier: `${pool.instance_type}/${pool.availability_zone}/${pool.region}`,
    episode_id: row.episode_id,
    episode_ends_at: isShared(row.episode_customers) ? timeOf(row.ends_at) : null,
    blocked_until: timeOf(row.blocked_until),
    warnings: row.final_score === null ? [NOTHING_LEARNED] : [],
  };
};

const windowOf = (row: PoolStatusRow, shared: boolean): Pick<PoolStatus, 'affected_clients_count' | 'recent_interruptions' | 'last_interruption_time'> => {
  if (shared) return { affected_clients_count: row.affected_clients_count, recent_interruptions: row.recent_interruptions, last_interruption_time: timeOf(row.last_interruption_time) };
  const recent_interruptions = row.own_interruptions ?? 0;
  return { affected_clients_count: Math.min(1, recent_interruptions), recent_interruptions, last_interruption_time: timeOf(row.own_last) };
};

/** To four digits, as scores are kept. */
const rounded = (score: number): number => Math.round(score * 10_000) / 10_000;

const timeOf = (at: Date | null): string | null => at?.toISOString() ?? null;
