import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { Target } from '../kinds/kind';
import type { Importance } from '../output/importance';
import type { Outcome } from '../train-model';

/** What every form of the report is made of. */
export interface ReportFacts {
  readonly outcome: Outcome;
  readonly metadata: ModelMetadata;
  readonly importance: readonly Importance[];
}

export const shown = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return '-';
  return Math.abs(value) >= 1_000 ? value.toLocaleString('en-US', { maximumFractionDigits: 0 }) : value.toPrecision(4);
};

export const SAMPLE_WARNING = 'Trained on sample data: good for trying things out, not for decisions.';

/** Examples by what they are for, and how much was learned before more of it stopped helping. */
export const countsText = ({ rows, model, hyperparameters }: Outcome): string => {
  const count = (value: number): string => value.toLocaleString('en-US');
  const trees = model.heads.map((head) => `${head.column} ${count(head.model.trees.length)}`).join(', ');
  return `${count(rows.train)} examples to learn from, ${count(rows.validation)} to stop by, ${count(rows.test)} that only judge; trees: ${trees}, of ${count(Number(hyperparameters['rounds']))} at most`;
};

export const targetText = ({ text, met, naiveMet }: Target): string => `target ${text}: ${met ? 'met' : 'NOT met'}${naiveMet ? ' (met by the naive rule too)' : ''}`;

/** One sentence: whether it is worth to be used. */
export const verdictText = ({ outcome: { verdict } }: Pick<ReportFacts, 'outcome'>): string => {
  const { metrics, baseline, by } = verdict;
  const [own, naive] = [metrics[by], baseline.metrics[by]];
  if (own === undefined || naive === undefined) return `Nobody knows whether it beats the naive rule (${baseline.name}): the data do not say what was right.`;
  const beside = `${by} ${shown(own)} beside ${shown(naive)}`;
  return baseline.beaten ? `It beats the naive rule (${baseline.name}): ${beside}.` : `IT DOES NOT BEAT the naive rule (${baseline.name}) by 1% or more: ${beside}. Do not activate it.`;
};

/** Metrics of the model, of the naive rule and, where it is known, of the best that is possible, row by row. */
export const metricRows = ({ outcome: { verdict } }: Pick<ReportFacts, 'outcome'>): readonly (readonly string[])[] => {
  const { metrics, baseline, limit } = verdict;
  const names = [...new Set([...Object.keys(metrics), ...Object.keys(baseline.metrics)])];
  return names.map((name) => [name, shown(metrics[name]), shown(baseline.metrics[name]), ...(limit === undefined ? [] : [shown(limit[name])])]);
};
