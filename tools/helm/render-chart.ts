import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';

const run = promisify(execFile);
const CHART = 'helm/ml-server';
/** Renders charts where Helm itself is not installed. */
const STAND_IN = path.resolve('../shared/tools/helm');

export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

const onPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'helm'))
    .find((file) => existsSync(file));

export const findHelm = (): string | undefined => onPath() ?? (existsSync(STAND_IN) ? STAND_IN : undefined);

/** The manifests of the chart with these values over its own. @throws Error with Helm's complaint */
export const renderChart = async (helm: string, values: unknown = {}): Promise<readonly Manifest[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ml-chart-'));
  const file = path.join(folder, 'values.yaml');
  try {
    writeFileSync(file, stringify(values));
    await run(helm, ['lint', CHART, '-f', file]);
    const { stdout } = await run(helm, ['template', 'ml', CHART, '-f', file], { maxBuffer: 16 * 1024 * 1024 });
    return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest | null).filter((manifest) => manifest !== null);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
