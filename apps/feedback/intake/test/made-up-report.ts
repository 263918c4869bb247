import { createHash } from 'node:crypto';
import { v5 as uuid5 } from 'uuid';
import type { InterruptionReport } from '@ml/contracts/interruptions';

const REPORTS = '00000000-0000-5000-8000-000000000001';

type Said = Partial<Omit<InterruptionReport, 'interruption_id' | 'dedupe_key' | 'body_hash'>>;

/** A report as the gateway completes them. */
export const madeUpReport = (said: Said = {}): InterruptionReport => {
  const now = new Date().toISOString();
  const report = {
    customer_id: 'cu-1',
    cluster_id: 'c-1',
    instance_type: 'm5.large',
    availability_zone: 'us-east-1a',
    region: 'us-east-1',
    workload_type: 'web',
    day_of_week: 2,
    hour_of_day: 14,
    was_predicted: false,
    risk_score_at_deployment: 0.75,
    total_recovery_seconds: 120,
    customer_impact: 'minimal',
    interruption_timestamp: now,
    nodes: 1,
    event_id: null,
    received_at: now,
    ...said,
  };
  const { received_at: _, ...body } = report;
  const body_hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const second = report.interruption_timestamp.slice(0, 19);
  const dedupe_key = report.event_id === null ? `s:${JSON.stringify([report.cluster_id, report.instance_type, report.availability_zone, second])}` : `e:${report.event_id}`;
  return { ...report, body_hash, dedupe_key, interruption_id: uuid5(JSON.stringify([report.customer_id, dedupe_key, body_hash]), REPORTS) };
};
