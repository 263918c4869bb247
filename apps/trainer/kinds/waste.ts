import { columnName } from '@ml/domain/prices/columns';
import { WASTE_NUMBERS, WASTE_TEXTS, wasteFeatures, type CollectedResource } from '@ml/domain/features/waste-features';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import type { TrainArguments } from '../arguments';
import { BadRow, requireColumns, textOf } from '../data/fields';
import type { FileRow } from '../data/file-row';
import { labelledRows } from '../data/labelled-rows';
import { tableOf, targetOf, type Dataset, type Examples } from '../dataset';
import { boostedHead } from '../fit/boosted-head';
import { textFeatures } from '../fit/feature-table';
import { calibrationPicture, classMetrics, rocPicture } from '../measure/classification';
import { isBeaten } from '../measure/is-beaten';
import { columnOf } from '../measure/column-of';
import { SAMPLE_END } from '../samples/sample-end';
import { sampleWaste } from '../samples/sample-waste';
import { splitByGroup } from '../split/split-rows';
import type { Fitting, Judged, Kind, Verdict } from './kind';

const COLUMN = 'waste_probability';
/** The contract's: under it a model is trained all the same, and says so. */
const WISHED_ROWS = 100_000;
const WISHED_ACTIONS = 50_000;

const ACTIONS: Readonly<Record<string, number>> = { deleted: 1, ignored: 0, kept: 0, '': Number.NaN };
const FIELDS = [...WASTE_NUMBERS.slice(0, 3), ...WASTE_TEXTS, 'metrics_summary', 'temporal_features', 'tags_anonymized', 'tags', ...WASTE_NUMBERS.slice(12)];

const load = async (given: TrainArguments): Promise<Examples> => {
  const { rows, read, notes } = await labelledRows(given, {
    check: (row) => requireColumns(row, [{ names: ['user_action', 'action_taken'], example: 'deleted' }, { names: ['resource_type'], example: 'ebs_volume' }, { names: ['account_hash', 'account_id'], example: '8f4e33f3' }]),
    label: actionOf,
    group: (row) => textOf(row, ['account_hash', 'account_id']),
    keep: (row) => wasteFeatures(collected(row)),
  });
  const dataset: Dataset = {
    numbers: tableOf(WASTE_NUMBERS, rows.map(({ kept }) => kept.numbers)),
    texts: WASTE_TEXTS.map((name, at) => ({ name, values: rows.map(({ kept }) => kept.texts[at] ?? '') })),
    targets: { deleted: Float64Array.from(rows, ({ label }) => label) },
    at: Float64Array.from(rows, ({ at }) => at),
    groups: rows.map(({ group }) => group),
  };
  return { dataset, isSample: false, knownAfterHours: 0, notes: [...notes, ...tooFew(read, rows.length)] };
};

const tooFew = (records: number, actions: number): readonly string[] =>
  records >= WISHED_ROWS && actions >= WISHED_ACTIONS
    ? []
    : [`WARNING: ${records.toLocaleString('en-US')} records, on ${actions.toLocaleString('en-US')} of which somebody acted; ${WISHED_ROWS.toLocaleString('en-US')} records with ${WISHED_ACTIONS.toLocaleString('en-US')} actions are advised before the answers are relied on`];

const actionOf = (row: FileRow): number => {
  const action = textOf(row, ['user_action', 'action_taken']).toLowerCase();
  const label = ACTIONS[action];
  if (label === undefined) throw new BadRow(row, `user_action ${JSON.stringify(action)} is none of deleted, ignored, kept`);
  return label;
};

/** A row by the names that the features know. */
const collected = ({ record }: FileRow): CollectedResource => Object.fromEntries(FIELDS.map((name) => [name, record[columnName(name)]]));

const fit = (fitting: Fitting): ModelExport => {
  const learned = (dataset: Dataset): Float64Array => targetOf(dataset, 'deleted');
  const inputs = { numbers: WASTE_NUMBERS, texts: textFeatures(fitting.train, learned(fitting.train)) };
  return { name: 'waste_predictor', inputs, heads: [boostedHead(fitting, { column: COLUMN, objective: 'logistic', inputs, learned })] };
};

/** The contract's 80 to 90%. */
const LEAST_ACCURACY = 0.8;

const judge = (judged: Judged): Verdict => {
  const came = targetOf(judged.test, 'deleted');
  const said = columnOf(judged, COLUMN);
  const naive = shareByScenario(judged);
  const metrics = classMetrics(said, came);
  const baseline = classMetrics(naive, came);
  const truth = judged.test.targets['truth'];
  return {
    metrics,
    baseline: { name: 'the share that was deleted of the same resource type and scenario', metrics: baseline, beaten: isBeaten(metrics['log_loss'], baseline['log_loss']) },
    by: 'log_loss',
    ...(truth === undefined ? {} : { limit: classMetrics(truth, came) }),
    targets: [{ text: 'accuracy of 80% or more', met: (metrics['accuracy'] ?? 0) >= LEAST_ACCURACY, naiveMet: (baseline['accuracy'] ?? 0) >= LEAST_ACCURACY }],
    pictures: [rocPicture(said, came), calibrationPicture(said, came)],
  };
};

/** Drawn to the share of all, as if ten more had been seen like it. */
const PRIOR = 10;

const shareByScenario = ({ train, test }: Judged): Float64Array => {
  const target = targetOf(train, 'deleted');
  const whole = target.reduce((sum, label) => sum + label, 0) / target.length;
  const keyOf = ({ texts }: Dataset, row: number): string => ['resource_type', 'detection_scenario'].map((name) => texts.find((text) => text.name === name)?.values[row] ?? '').join('/');
  const seen = new Map<string, { deleted: number; rows: number }>();
  for (const [row, label] of target.entries()) {
    const key = keyOf(train, row);
    const { deleted, rows } = seen.get(key) ?? { deleted: 0, rows: 0 };
    seen.set(key, { deleted: deleted + label, rows: rows + 1 });
  }
  return Float64Array.from({ length: test.numbers.rows }, (_, row) => {
    const { deleted, rows } = seen.get(keyOf(test, row)) ?? { deleted: 0, rows: 0 };
    return (deleted + PRIOR * whole) / (rows + PRIOR);
  });
};

export const waste: Kind = {
  word: 'waste',
  modelType: 'waste_predictor',
  task: 'classification',
  target: () => 'probability that the resource is waste that somebody deletes, 0 to 1; from 0.7 on it is flagged',
  horizonHours: () => null,
  help: `--data    collected training data as it is exported: account_hash, resource_type, user_action (deleted, ignored, kept; empty
          where nobody acted), and as far as they are known resource_age_days, cost_monthly, metrics_summary, provider,
          detected_at (else --now), region_anonymized, detection_scenario, confidence_level, tags_anonymized, parent_resource_state, temporal_features`,
  heads: 1,
  defaults: { rounds: 200, learningRate: 0.05, maxDepth: 5 },
  leastRows: 200,
  load,
  sample: (given) => sampleWaste({ seed: given.seed, end: given.now ?? SAMPLE_END }),
  split: (dataset, { seed }) => splitByGroup(dataset, seed),
  fit,
  judge,
};
