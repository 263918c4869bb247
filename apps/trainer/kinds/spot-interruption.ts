import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import { regionOfZone } from '@ml/domain/prices/regions';
import type { TrainArguments } from '../arguments';
import { numberOf, requireColumns, textOf } from '../data/fields';
import { labelledRows, type LabelledRow } from '../data/labelled-rows';
import { tableOf, targetOf, type Dataset, type Examples } from '../dataset';
import { boostedHead } from '../fit/boosted-head';
import { calibrationPicture, classMetrics, rocPicture } from '../measure/classification';
import { isBeaten } from '../measure/is-beaten';
import { columnOf, featureOf } from '../measure/column-of';
import type { SpotPool } from '../safety/spot-pool';
import { sampleInterruptions } from '../samples/sample-interruptions';
import { SAMPLE_END } from '../samples/sample-end';
import { splitByGroup } from '../split/split-rows';
import type { FileRow } from '../data/file-row';
import type { Fitting, Judged, Kind, Verdict } from './kind';

const COLUMN = 'interruption_probability';

/** Middles of the Spot Advisor's classes, of a month; of the open one what the Spot optimizer takes. */
const ADVISOR_MIDDLES = [0.025, 0.075, 0.125, 0.175, 0.25];

const LABEL = { names: ['interrupted'], example: '1' };

const NAMES = ['instance_type', 'availability_zone'] as const;

interface Kept {
  readonly cells: readonly number[];
  readonly pool: SpotPool | null;
}

const load = async (given: TrainArguments): Promise<Examples> => {
  const { rows, notes } = await labelledRows(given, {
    check: (row) => requireColumns(row, [LABEL, { names: ['advisor_class'], example: '2' }]),
    label: (row) => numberOf(row, LABEL.names),
    group: (row) => NAMES.map((name) => textOf(row, [name])).join('/'),
    keep: (row): Kept => ({ cells: INTERRUPTION_FEATURES.map((name) => numberOf(row, [name])), pool: poolOf(row) }),
  });
  const dataset: Dataset = {
    numbers: tableOf(INTERRUPTION_FEATURES, rows.map(({ kept }) => kept.cells)),
    texts: [],
    targets: { interrupted: Float64Array.from(rows, ({ label }) => label) },
    at: Float64Array.from(rows, ({ at }) => at),
    groups: rows.map(({ group }) => group),
  };
  return { dataset, isSample: false, knownAfterHours: 0, notes, pools: poolsOf(rows) };
};

/** One pool for each type and zone that the rows name; the newest row of each says how it stands. */
const poolsOf = (rows: readonly LabelledRow<Kept>[]): readonly SpotPool[] => {
  const newest = new Map<string, { readonly pool: SpotPool; readonly at: number }>();
  for (const { kept: { pool }, group, at } of rows) if (pool !== null && at >= (newest.get(group)?.at ?? 0)) newest.set(group, { pool, at });
  return [...newest.values()].map(({ pool }) => pool);
};

/** Null: the row does not say which it is. */
const poolOf = (row: FileRow): SpotPool | null => {
  const [instance_type, zone] = NAMES.map((name) => textOf(row, [name]));
  if (!instance_type || !zone) return null;
  const cv = numberOf(row, ['cv_168h']);
  const history = numberOf(row, ['history_hours']);
  return {
    instance_type,
    availability_zone: zone,
    region: regionOfZone(zone) ?? zone,
    product: 'Linux/UNIX',
    advisorClass: classOf(numberOf(row, ['advisor_class'])),
    cv_168h: Number.isNaN(cv) ? null : cv,
    history_hours: Number.isNaN(history) ? (Number.isNaN(cv) ? 0 : 168) : history,
  };
};

const classOf = (value: number): SpotPool['advisorClass'] => (value === 0 || value === 1 || value === 2 || value === 3 || value === 4 ? value : null);

const fit = (fitting: Fitting): ModelExport => ({
  name: 'spot_predictor',
  inputs: { numbers: INTERRUPTION_FEATURES },
  heads: [boostedHead(fitting, { column: COLUMN, objective: 'logistic', inputs: {}, learned: (dataset) => targetOf(dataset, 'interrupted') })],
});

const judge = (judged: Judged): Verdict => {
  const came = targetOf(judged.test, 'interrupted');
  const said = columnOf(judged, COLUMN);
  const naive = featureOf(judged.test, 'advisor_class').map((advisorClass) => ADVISOR_MIDDLES[advisorClass] ?? ADVISOR_MIDDLES[2] ?? 0);
  const metrics = classMetrics(said, came);
  const baseline = classMetrics(naive, came);
  const truth = judged.test.targets['truth'];
  return {
    metrics,
    baseline: { name: "the middle of the Spot Advisor's class", metrics: baseline, beaten: isBeaten(metrics['log_loss'], baseline['log_loss']) },
    by: 'log_loss',
    ...(truth === undefined ? {} : { limit: classMetrics(truth, came) }),
    targets: [],
    pictures: [rocPicture(said, came), calibrationPicture(said, came)],
  };
};

const MONTH_HOURS = 730;

export const spotInterruption: Kind = {
  word: 'spot-interruption',
  modelType: 'spot_predictor',
  task: 'classification',
  target: () => 'probability that a spot node of the pool is interrupted within a month, 0 to 1',
  horizonHours: () => MONTH_HOURS,
  help: `--data    one row for each node and month: interrupted (1 or 0), advisor_class (0 to 4) and, as far as they are known,
          ${INTERRUPTION_FEATURES.slice(1).join(', ')};
          instance_type and availability_zone keep a pool on one side of the split and name it in the safety report;
          observed_at dates a row; without it say the date with --now`,
  heads: 1,
  defaults: { rounds: 200, learningRate: 0.05, maxDepth: 4 },
  leastRows: 200,
  load,
  sample: (given) => sampleInterruptions({ ...given, end: given.now ?? SAMPLE_END }),
  split: (dataset, { seed }) => splitByGroup(dataset, seed),
  fit,
  judge,
};
