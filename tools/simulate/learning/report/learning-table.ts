import Table from 'cli-table3';
import type { Gains } from '../score/judgement';
import type { CheckpointSummary, ComparedSummary, WorldSummary } from './summary';

/** Plain lines read well in a log file, too. */
export const TABLE_STYLE = { head: [], border: [], compact: true };

/** What the contract expects of accuracy, by the hours from which on. */
const EXPECTED = new Map([
  [0, '60'],
  [10_000, '70'],
  [50_000, '75'],
  [500_000, '85'],
]);

const HEAD = ['hours', 'day', 'weight', 'losses', 'accuracy', 'hoped', 'Brier', '+/- 1e-4', 'AUC', 'gained', 'alone: Brier', 'AUC', 'gained', 'all: gained'];

/** Nothing is never minus nothing. */
const rounded = (value: number, digits: number): string => (Number(value.toFixed(digits)) + 0).toFixed(digits);

const whole = (share: number | null): string => (share === null ? '-' : rounded(100 * share, 0));

const gainText = ({ accuracy, brier, auc }: Gains): string => `${whole(accuracy)} / ${whole(brier)} / ${whole(auc)}`;

const gainCell = ({ gains }: ComparedSummary): string => gainText(gains);

/** A Brier score falls as forecasts get better. */
const changeCell = ({ change, error }: ComparedSummary): string => `${rounded(1e4 * change.brier, 1)} ± ${rounded(1e4 * error.brier, 1)}`;

/** Nobody has learned anything at first: the learned term says the same of every pool. */
const aloneCells = ({ instanceHours, alone }: CheckpointSummary): readonly string[] =>
  instanceHours === 0 ? ['', '', ''] : [alone.learned.brier.toFixed(4), alone.learned.auc.toFixed(3), gainCell(alone)];

const rowOf = (checkpoint: CheckpointSummary): string[] => {
  const { instanceHours, day, weight, reports, formula, allPools } = checkpoint;
  return [
    instanceHours.toLocaleString('en-US'),
    day.toFixed(0),
    weight.toFixed(2),
    reports.toFixed(0),
    `${whole(formula.learned.accuracy)} ± ${whole(formula.spread.accuracy)}`,
    EXPECTED.get(instanceHours) ?? '',
    formula.learned.brier.toFixed(4),
    changeCell(formula),
    formula.learned.auc.toFixed(3),
    gainCell(formula),
    ...aloneCells(checkpoint),
    gainCell(allPools),
  ];
};

/** What is known without learning; with the truth in the place of what is learned, at the last weight; with the truth in the place of the advisor, too. */
const boundRow = (title: string, which: 'dayZero' | 'limit' | 'oracle', { formula, alone, allPools }: CheckpointSummary): string[] => {
  const { accuracy, brier, auc } = formula[which];
  const known = [title, '', '', '', whole(accuracy), '', brier.toFixed(4), '', auc.toFixed(3)];
  if (which === 'limit') return [...known, gainText(formula.limitGains), '', '', '', gainText(allPools.limitGains)];
  return [...known, '', alone[which].brier.toFixed(4), alone[which].auc.toFixed(3), '', ''];
};

/** Shares in percent; what is gained by accuracy, Brier score and AUC. */
export const learningTable = ({ checkpoints }: WorldSummary): string => {
  const table = new Table({ head: HEAD, style: TABLE_STYLE, colAligns: HEAD.map(() => 'right') });
  for (const checkpoint of checkpoints) table.push(rowOf(checkpoint));
  const last = checkpoints.at(-1);
  if (last !== undefined) table.push(boundRow('day zero', 'dayZero', last), boundRow('at most', 'limit', last), boundRow('the truth', 'oracle', last));
  return table.toString();
};
