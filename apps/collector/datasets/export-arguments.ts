import { parseArgs } from 'node:util';
import { DATASETS, EXPORT_FORMATS, type DatasetName, type ExportFormat } from '@ml/contracts/datasets';

export const HELP = `npm run export -- [--days N] [--format json|csv|parquet] [--gzip] [--datasets A,B] [--out DIRECTORY]

Writes collected data of the running fleet into files: one for each dataset, and manifest.json with columns, counts, hashes and quality.

--days       rows that came within so many days, 1 to 3660; 90 unless given
--format     json (one list, an object a line; the default), csv, parquet (Snappy)
--gzip       packs json and csv
--datasets   with commas between; all of them unless given: ${DATASETS.join(', ')}
--out        where the files go, ./ml_datasets unless given; it is made, files of the same name are replaced, others stay
--quiet      no progress

Ends with 0 when every file is written, 2 when what was asked for cannot be understood, 1 otherwise. Ctrl-C leaves no half file; the export goes on without it.
It asks the collector whose environment it is given (NATS_URL and so on), else that of the fleet that runs here (ML_LOCAL_DIR, .local).`;

export interface ExportArguments {
  readonly days: number;
  readonly format: ExportFormat;
  readonly gzip: boolean;
  readonly datasets: readonly DatasetName[];
  readonly out: string;
  readonly quiet: boolean;
}

/** What was asked for cannot be understood. */
export class ExportFault extends Error {}

const DEFAULTS = { days: '90', format: 'json', out: './ml_datasets' } as const;
const MOST_DAYS = 3_660;

/** Null: only help was asked for. @throws ExportFault */
export const readExportArguments = (argv: readonly string[]): ExportArguments | null => {
  const { values } = parsed(argv);
  if (values.help === true) return null;
  const { days = DEFAULTS.days, format = DEFAULTS.format, out = DEFAULTS.out, gzip = false, quiet = false } = values;
  return { days: daysOf(days), format: formatOf(format), datasets: datasetsOf(values.datasets), out, gzip, quiet };
};

const daysOf = (text: string): number => {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) throw new ExportFault(`--days is a whole number from 1 to ${String(MOST_DAYS)}`);
  return days;
};

const formatOf = (word: string): ExportFormat => {
  const format = EXPORT_FORMATS.find((candidate) => candidate === word);
  if (format === undefined) throw new ExportFault(`--format is one of ${EXPORT_FORMATS.join(', ')}`);
  return format;
};

const datasetsOf = (text: string | undefined): readonly DatasetName[] =>
  (text?.split(',') ?? []).map((word) => {
    const name = DATASETS.find((candidate) => candidate === word.trim());
    if (name === undefined) throw new ExportFault(`--datasets is a list of ${DATASETS.join(', ')}`);
    return name;
  });

const parsed = (argv: readonly string[]) => {
  try {
    const options = { help: { type: 'boolean', short: 'h' }, days: { type: 'string' }, format: { type: 'string' }, gzip: { type: 'boolean' }, datasets: { type: 'string' }, out: { type: 'string' }, quiet: { type: 'boolean' } } as const;
    return parseArgs({ args: [...argv], options });
  } catch (cause) {
    throw new ExportFault(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};
