import { MILESTONES } from '@ml/domain/learning/exposure/feedback-weight';
import { LAYERS, TARGET_COMPLIANCE } from '../safety/layers';
import type { SafetyReport } from '../safety/safety-report';

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const count = (value: number): string => value.toLocaleString('en-US');

/** As the contract has it, with what it leaves out: layers, levels and the formula. */
export const safetyLines = (report: SafetyReport): readonly string[] => {
  const { pools, levels, safety_metrics: safety, feedback_config: feedback, risk_formula: formula } = report;
  const unscored = pools.filter(({ safety: score }) => score === null).length;
  const unsafe = pools.filter(({ violation }) => violation !== '');
  const share = (level: number): string => `${count(level)} (${percent(level / pools.length)})`;
  return [
    'Safety Validator: ACTIVE',
    `Min Risk Score: ${String(LAYERS.min_risk_score)}`,
    `Min AZs: ${String(LAYERS.min_availability_zones)}`,
    `Max Pool %: ${percent(LAYERS.max_pool_allocation_pct)}`,
    `Min On-Demand %: ${percent(LAYERS.min_on_demand_buffer_pct)}`,
    '',
    'Feedback Weight Calculator: ACTIVE',
    `Milestones: ${MILESTONES.map(({ name }) => name).join(', ')}`,
    '',
    'Learning Milestone Status:',
    `Milestone: ${feedback.milestone}; ${report.progress}`,
    `Customer Feedback Weight: ${percent(feedback.current_weight)}`,
    `Total Instance-Hours: ${count(feedback.total_instance_hours)}`,
    `Risk formula: ${formula.aws_weight.toFixed(2)} advisor + ${formula.volatility_weight.toFixed(2)} volatility + ${formula.structural_weight.toFixed(2)} structural + ${formula.customer_weight.toFixed(2)} customer`,
    '',
    `Safety Compliance Rate: ${percent(safety.compliance_rate)}${safety.compliance_rate < TARGET_COMPLIANCE ? ` ALERT: below the target of ${percent(TARGET_COMPLIANCE)}` : ''}`,
    `Safe Pools: ${count(safety.safe_pools)}/${count(pools.length)}`,
    `Unsafe Pools: ${count(safety.unsafe_pools)}/${count(pools.length)}`,
    `Risk levels: SAFE ${share(levels.SAFE)}, MEDIUM ${share(levels.MEDIUM)}, RISKY ${share(levels.RISKY)}, not scored ${share(unscored)}`,
    `Violations: score too low ${count(unsafe.length - unscored)}, class unknown ${count(unscored)}`,
    ...report.layers.map(({ layer, holds, text }) => `Layer ${layer}: ${holds ? 'holds' : 'BROKEN'}: ${text}`),
    ...(unsafe.length === 0 ? [] : ['', 'Unsafe Pools Detected:', ...unsafe.map(({ pool, violation }) => `- ${pool.instance_type} (${pool.availability_zone}): ${violation} (CRITICAL)`)]),
  ];
};
