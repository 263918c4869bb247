import { parseArgs } from 'node:util';
import { isRegionName } from '@ml/domain/prices/regions';
import { isInstanceTypeName } from '@ml/domain/prices/fields';
import { instantIn, isInstant } from './data/fields';
import { KIND_WORDS, type KindWord } from './kinds/kind-words';
import { TrainFault } from './train-fault';

export interface TrainArguments {
  readonly kind: KindWord;
  readonly data: readonly string[];
  readonly onDemand: string | null;
  readonly advisor: string | null;
  readonly labels: string | null;
  readonly out: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly region: string | null;
  readonly instances: readonly string[] | null;
  readonly seed: number;
  readonly rounds: number | null;
  readonly depth: number | null;
  readonly learningRate: number | null;
  readonly horizon: number | null;
  readonly instanceHours: number;
  /** Milliseconds since the epoch; null: the newest row. */
  readonly now: number | null;
  readonly quiet: boolean;
  readonly json: boolean;
}

export type Asked = TrainArguments | { readonly help: KindWord | null };

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  data: { type: 'string', multiple: true },
  'on-demand': { type: 'string' },
  advisor: { type: 'string' },
  labels: { type: 'string' },
  out: { type: 'string' },
  name: { type: 'string' },
  version: { type: 'string' },
  region: { type: 'string' },
  instances: { type: 'string' },
  seed: { type: 'string' },
  rounds: { type: 'string' },
  depth: { type: 'string' },
  'learning-rate': { type: 'string' },
  horizon: { type: 'string' },
  'instance-hours': { type: 'string' },
  now: { type: 'string' },
  quiet: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parsed>['values'];

/** @throws TrainFault */
export const readArguments = (argv: readonly string[]): Asked => {
  const { values, positionals } = parsed(argv);
  const [word, ...files] = positionals;
  const kind = KIND_WORDS.find((candidate) => candidate === word);
  if (values.help === true || argv.length === 0) return { help: kind ?? null };
  if (kind === undefined) throw new TrainFault(`the first word is one of ${KIND_WORDS.join(', ')}`);
  return { kind, data: filesOf(values.data, files), ...filesAndNames(values), ...market(values), ...learning(values), ...manner(values) };
};

/** `--data A B` and `--data A --data B` are the same. */
const filesOf = (data: readonly string[] | undefined, more: readonly string[]): readonly string[] => {
  if (data === undefined && more.length > 0) throw new TrainFault(`${more[0] ?? ''} is not understood; files are named by --data`);
  return [...(data ?? []), ...more];
};

const filesAndNames = (values: Values) => ({
  onDemand: values['on-demand'] ?? null,
  advisor: values.advisor ?? null,
  labels: values.labels ?? null,
  out: values.out ?? null,
  name: plainName(values.name, 'name'),
  version: plainName(values.version, 'version'),
});

const market = (values: Values) => {
  if (values.region !== undefined && !isRegionName(values.region)) throw new TrainFault('--region is a region such as us-east-1');
  const instances = values.instances?.split(',').map((name) => name.trim()) ?? null;
  const wrong = instances?.find((name) => !isInstanceTypeName(name));
  if (wrong !== undefined) throw new TrainFault(`--instances is a list such as m5.large,c5.large; "${wrong}" is no instance type`);
  return { region: values.region ?? null, instances };
};

const learning = (values: Values) => ({
  seed: numberIn(values.seed, { name: 'seed', least: 0, most: 2 ** 32 - 1, whole: true }) ?? 1,
  rounds: numberIn(values.rounds, { name: 'rounds', least: 1, most: 10_000, whole: true }),
  depth: numberIn(values.depth, { name: 'depth', least: 1, most: 12, whole: true }),
  learningRate: numberIn(values['learning-rate'], { name: 'learning-rate', least: 0.001, most: 1 }),
  horizon: numberIn(values.horizon, { name: 'horizon', least: 1, most: 8_760, whole: true }),
  instanceHours: numberIn(values['instance-hours'], { name: 'instance-hours', least: 0, most: Number.MAX_SAFE_INTEGER, whole: true }) ?? 0,
});

const manner = (values: Values) => ({ now: instantOf(values.now), quiet: values.quiet === true, json: values.json === true });

const instantOf = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  const at = instantIn(text);
  if (!isInstant(at)) throw new TrainFault('--now is a time such as 2026-11-20T00:00:00Z');
  return at;
};

interface Bounds {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
}

const numberIn = (text: string | undefined, { name, least, most, whole }: Bounds): number | null => {
  if (text === undefined) return null;
  const value = Number(text);
  const fits = text.trim() !== '' && value >= least && value <= most && (whole === undefined || Number.isInteger(value));
  if (!fits) throw new TrainFault(`--${name} is a ${whole === undefined ? '' : 'whole '}number from ${String(least)} to ${String(most)}, not ${text}`);
  return value;
};

const plainName = (text: string | undefined, name: string): string | null => {
  if (text !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) throw new TrainFault(`--${name} has letters, digits, dots, dashes and underscores, 64 at most`);
  return text ?? null;
};

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  } catch (cause) {
    throw new TrainFault(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};
