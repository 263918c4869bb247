import Table from 'cli-table3';
import pc from 'picocolors';
import type { InterruptionAnswer } from '@ml/contracts/interruptions';
import type { PoolLevel } from '@ml/contracts/pools';
import type { RebalanceJob } from '@ml/contracts/rebalance';
import { TABLE_STYLE } from './plan-table';

const BAR = 20;
const COLOURS: Readonly<Record<PoolLevel, (text: string) => string>> = { NORMAL: pc.green, UNCERTAIN: pc.yellow, CONFIRMED_RISKY: pc.red };

/** `█████░░░░░░░░░░░░░░░ 0.25`, of a share. */
const bar = (share: number, colour: (text: string) => string): string => {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR);
  return `${colour('█'.repeat(filled))}${pc.dim('░'.repeat(BAR - filled))} ${share.toFixed(2)}`;
};

export interface CustomerReport {
  readonly customer: string;
  readonly answer: InterruptionAnswer;
}

/** How a pool turns risky, report by report. */
export const reportTable = (reports: readonly CustomerReport[]): string => {
  const table = new Table({ head: ['report of', 'level', 'risk', 'confidence'], style: TABLE_STYLE });
  for (const { customer, answer } of reports) {
    const colour = COLOURS[answer.risk_level];
    table.push([customer, colour(answer.risk_level), bar(answer.new_risk_score, colour), bar(answer.confidence, pc.cyan)]);
  }
  return table.toString();
};

const targetOf = ({ target_instance_type: type, target_availability_zone: zone, target_capacity_type: capacity }: RebalanceJob): string =>
  type === null ? 'none: ask for a decision' : [type, zone, capacity].filter((part) => part !== null).join(', ');

/** Whose nodes should leave, and for where. */
export const jobTable = (jobs: readonly RebalanceJob[]): string => {
  const table = new Table({ head: ['customer', 'nodes', 'to', 'safety there', 'status'], style: TABLE_STYLE });
  for (const job of jobs) table.push([job.customer_id, job.nodes, targetOf(job), job.target_safety_score?.toFixed(2) ?? '', job.status]);
  return table.toString();
};
