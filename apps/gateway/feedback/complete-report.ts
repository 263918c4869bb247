import { createHash } from 'node:crypto';
import { v5 as uuid5 } from 'uuid';
import type { InterruptionReportDto } from '@ml/contracts/dto/interruption-dto';
import type { InterruptionReport } from '@ml/contracts/interruptions';

/** Namespace of the ids of reports. */
const REPORTS = '6f1d2c5e-8a3b-5d47-9c60-1e2f3a4b5c6d';
const SECOND_MS = 1_000;
const SUNDAY = 6;
const DAYS = 7;

/** Who counts as one customer, and when the report came in. */
export interface Receipt {
  readonly customerId: string;
  readonly receivedAt: Date;
}

/** What was said and what follows from it: the same report has the same id however often it is sent. */
export const completeReport = (said: InterruptionReportDto, { customerId, receivedAt }: Receipt): InterruptionReport => {
  const happenedAt = said.interruption_timestamp === undefined ? receivedAt : new Date(said.interruption_timestamp);
  const dedupeKey = dedupeKeyOf(said, happenedAt);
  const bodyHash = bodyHashOf(said, customerId);
  return {
    interruption_id: uuid5(JSON.stringify([customerId, dedupeKey, bodyHash]), REPORTS),
    customer_id: customerId,
    cluster_id: said.cluster_id,
    instance_type: said.instance_type,
    availability_zone: said.availability_zone,
    region: said.region,
    ...circumstancesOf(said),
    day_of_week: said.day_of_week ?? (happenedAt.getUTCDay() + SUNDAY) % DAYS,
    hour_of_day: said.hour_of_day ?? happenedAt.getUTCHours(),
    interruption_timestamp: happenedAt.toISOString(),
    nodes: said.nodes ?? 1,
    event_id: said.event_id ?? null,
    dedupe_key: dedupeKey,
    body_hash: bodyHash,
    received_at: receivedAt.toISOString(),
  };
};

type Circumstances = Pick<InterruptionReport, 'workload_type' | 'was_predicted' | 'risk_score_at_deployment' | 'total_recovery_seconds' | 'customer_impact'>;

const circumstancesOf = (said: InterruptionReportDto): Circumstances => ({
  workload_type: said.workload_type ?? null,
  was_predicted: said.was_predicted ?? null,
  risk_score_at_deployment: said.risk_score_at_deployment ?? null,
  total_recovery_seconds: said.total_recovery_seconds ?? null,
  customer_impact: said.customer_impact ?? null,
});

/** Two reports of one customer with the same key are one. */
const dedupeKeyOf = ({ event_id, cluster_id, instance_type, availability_zone }: InterruptionReportDto, happenedAt: Date): string =>
  event_id === undefined ? `s:${JSON.stringify([cluster_id, instance_type, availability_zone, Math.floor(happenedAt.getTime() / SECOND_MS)])}` : `e:${event_id}`;

/** Of what was said, in whatever order and with whatever offset of time; what was filled in differs each time that it is sent. */
const bodyHashOf = (said: InterruptionReportDto, customerId: string): string => {
  const { interruption_timestamp: time, customer_id: _, ...rest } = said;
  const fields = Object.entries({ ...rest, customer_id: customerId, nodes: said.nodes ?? 1, ...(time !== undefined && { time: Date.parse(time) }) });
  const canonical = JSON.stringify(fields.filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(canonical).digest('hex');
};
