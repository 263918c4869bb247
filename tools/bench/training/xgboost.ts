import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installWithApt } from '../../infra/install-with-apt';
import type { TrainingRows } from './training-data';
import { HELD_OUT, OPTIONS, ROWS, type Objective, type Trained } from './training-setup';

/** Debian's own: packages of the distribution are not seen by another Python. */
const PYTHON = '/usr/bin/python3';
const PACKAGE = 'python3-xgboost';

const OBJECTIVE_NAMES = { squared: 'reg:squarederror', logistic: 'binary:logistic' } as const satisfies Record<Objective, string>;

/** Reads what `writeRows` has written. The clock runs over the training alone, not over reading and copying in. */
const SCRIPT = `
import json, resource, sys, time
import numpy, xgboost
setup = json.loads(sys.argv[1])
rows, held_out = setup["rows"], setup["held_out"]
columns = numpy.fromfile(setup["columns"], dtype=numpy.float32).reshape(-1, rows + held_out)
matrix = numpy.ascontiguousarray(columns.T)
target = numpy.fromfile(setup["target"], dtype=numpy.float64)
train = xgboost.DMatrix(matrix[:rows], label=target[:rows], nthread=1)
test = xgboost.DMatrix(matrix[rows:], nthread=1)
before = time.process_time()
model = xgboost.train(setup["parameters"], train, num_boost_round=setup["rounds"])
seconds = time.process_time() - before
model.predict(test).astype(numpy.float64).tofile(setup["file"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peakMib": peak, "file": setup["file"], "apart": None, "by": "XGBoost " + xgboost.__version__}))
`;

const isThere = (): boolean => {
  try {
    execFileSync(PYTHON, ['-c', 'import xgboost'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Undefined when XGBoost can be run; else why it cannot. Installs it on a Debian where we may. */
export const missingXgboost = (): string | undefined => {
  if (isThere()) return undefined;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return `${PACKAGE} is not installed, and only root on Debian may install it`;
  process.stderr.write(`installing ${PACKAGE} with apt-get, to compare with\n`);
  try {
    installWithApt([PACKAGE]);
  } catch (error) {
    return `${PACKAGE} could not be installed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
  }
  return isThere() ? undefined : `${PACKAGE} is installed, but ${PYTHON} does not find it`;
};

/** Trains with one thread, the same rows, options and method as we do. */
export const trainXgboost = (objective: Objective, rows: TrainingRows, directory: string): Trained => {
  const file = (name: string): string => path.join(directory, name);
  writeFileSync(file('columns'), Buffer.concat(rows.table.columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))));
  writeFileSync(file('target'), rows[objective]);
  const setup = {
    rows: ROWS,
    held_out: HELD_OUT,
    columns: file('columns'),
    target: file('target'),
    file: file(`xgboost-${objective}`),
    rounds: OPTIONS.rounds,
    parameters: {
      objective: OBJECTIVE_NAMES[objective],
      tree_method: 'hist',
      nthread: 1,
      eta: OPTIONS.learningRate,
      max_depth: OPTIONS.maxDepth,
      min_child_weight: OPTIONS.minChildWeight,
      lambda: OPTIONS.lambda,
      gamma: OPTIONS.gamma,
      max_bin: OPTIONS.maxBins,
      seed: OPTIONS.seed,
    },
  };
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  return JSON.parse(execFileSync(PYTHON, ['-c', SCRIPT, JSON.stringify(setup)], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] })) as Trained;
};
