import Table from 'cli-table3';
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

const whole = (share: number | null): string => (share === null ? '-' : (100 * share).toFixed(0));

const gainCell = ({ gains }: ComparedSummary): string => `${whole(gains.accuracy)} / ${whole(gains.brier)} / ${whole(gains.auc)}`;

/** A Brier score falls as forecasts get better. */
const changeCell = ({ change, error }: ComparedSummary): string => `${(1e4 * change.brier).toFixed(1)} ± ${(1e4 * error.brier).toFixed(1)}`;

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

/** What is known without learning, and with the truth in the place of the advisor and of what is learned. */
const boundRow = (title: string, which: 'dayZero' | 'oracle', { formula, alone }: CheckpointSummary): string[] => {
  const { accuracy, brier, auc } = formula[which];
  return [title, '', '', '', whole(accuracy), '', brier.toFixed(4), '', auc.toFixed(3), '', alone[which].brier.toFixed(4), alone[which].auc.toFixed(3), '', ''];
};

/** Shares in percent; what is gained by accuracy, Brier score and AUC. */
export const learningTable = ({ checkpoints }: WorldSummary): string => {
  const table = new Table({ head: HEAD, style: TABLE_STYLE, colAligns: HEAD.map(() => 'right') });
  for (const checkpoint of checkpoints) table.push(rowOf(checkpoint));
  const last = checkpoints.at(-1);
  if (last !== undefined) table.push(boundRow('day zero', 'dayZero', last), boundRow('the truth', 'oracle', last));
  return table.toString();
};
