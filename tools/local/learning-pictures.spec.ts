import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { InterruptionAnswer } from '@ml/contracts/interruptions';
import type { RebalanceJob } from '@ml/contracts/rebalance';
import { jobTable, reportTable } from './learning-pictures';

const answer = (risk_level: InterruptionAnswer['risk_level'], new_risk_score: number, confidence: number): InterruptionAnswer => ({ risk_level, new_risk_score, confidence }) as InterruptionAnswer;
const job = (terms: Partial<RebalanceJob>): RebalanceJob =>
  ({ customer_id: 'cu-4', nodes: 2, target_instance_type: 'c5.large', target_availability_zone: 'us-east-1b', target_capacity_type: 'spot', target_safety_score: 0.914, status: 'PENDING', ...terms }) as RebalanceJob;

const linesOf = (table: string): readonly string[] =>
  stripVTControlCharacters(table)
    .split('\n')
    .filter((line) => line.includes('│'))
    .map((line) =>
      line
        .split('│')
        .map((cell) => cell.trim())
        .join('|'),
    );

describe('pictures of a pool that turns risky', () => {
  it('show level, risk and confidence of each report', () => {
    expect(linesOf(reportTable([{ customer: 'cu-1', answer: answer('NORMAL', 0.1, 0.65) }, { customer: 'cu-3', answer: answer('CONFIRMED_RISKY', 1, 0.95) }]))).toEqual([
      '|report of|level|risk|confidence|',
      `|cu-1|NORMAL|██${'░'.repeat(18)} 0.10|${'█'.repeat(13)}${'░'.repeat(7)} 0.65|`,
      `|cu-3|CONFIRMED_RISKY|${'█'.repeat(20)} 1.00|${'█'.repeat(19)}░ 0.95|`,
    ]);
  });

  it('show whose nodes should go where, and say when nowhere was found', () => {
    const nowhere = job({ customer_id: 'cu-5', target_instance_type: null, target_availability_zone: null, target_capacity_type: null, target_safety_score: null });
    expect(linesOf(jobTable([job({}), job({ target_capacity_type: 'on-demand', target_availability_zone: null, target_safety_score: null, status: 'COMPLETED' }), nowhere])).slice(1)).toEqual([
      '|cu-4|2|c5.large, us-east-1b, spot|0.91|PENDING|',
      '|cu-4|2|c5.large, on-demand||COMPLETED|',
      '|cu-5|2|none: ask for a decision||PENDING|',
    ]);
  });
});
