import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { encodeRow, type CopyValue } from '@ml/persistence/copy';
import { mulberry32 } from '@ml/testing/mulberry32';
import { RowCutter } from '../../apps/collector/datasets/copied-rows';
import { FileWriter } from '../../apps/collector/datasets/file-writer';
import { ParquetSink } from '../../apps/collector/datasets/parquet-sink';
import type { RowSink } from '../../apps/collector/datasets/row-sink';
import { CsvSink, JsonSink } from '../../apps/collector/datasets/text-sinks';
import { readArguments } from '../../apps/trainer/arguments';
import { KINDS } from '../../apps/trainer/kinds/kinds';
import { trainModel } from '../../apps/trainer/train-model';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'exported-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

const DATASET = EXPORTED.ml_training_data;
const random = mulberry32(7);
const picked = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const hash = (): string => Array.from({ length: 64 }, () => picked([...'0123456789abcdef'])).join('');
const accounts = Array.from({ length: 25 }, hash);

/** As the database writes them: instants in UTC, decimals, objects as JSON. */
const rowOf = (index: number): Readonly<Record<string, CopyValue>> => {
  const idle = random();
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    account_hash: picked(accounts),
    resource_hash: hash(),
    scan_id: 'ab'.repeat(32),
    resource_type: picked(['ebs_volume', 'ec2_instance']),
    provider: 'aws',
    region_anonymized: picked(['us-*', 'eu-*']),
    resource_age_days: String(Math.floor(random() * 900)),
    detection_scenario: picked(['idle_volume', 'stopped_instance']),
    confidence_level: picked(['high', 'low']),
    metrics_summary: random() < 0.2 ? null : JSON.stringify({ cpu_utilization: { avg: Math.round(idle * 1_000) / 10, p95: 99.5, trend: 'stable' }, 'odd "name"\\': { avg: 1 } }),
    cost_monthly: (random() * 500).toFixed(4),
    cost_real_monthly: null,
    cost_variance_pct: random() < 0.5 ? null : (random() * 40 - 20).toFixed(4),
    user_action: random() < 0.2 ? null : idle + 0.4 * random() < 0.7 ? 'deleted' : picked(['kept', 'ignored']),
    resource_config: JSON.stringify({ size_gb: 100 }),
    tags_anonymized: random() < 0.5 ? null : JSON.stringify({ env: 'prod' }),
    parent_resource_hash: null,
    parent_resource_type: null,
    parent_resource_state: picked([null, 'stopped', 'running']),
    temporal_features: JSON.stringify({ created_hour_of_day: index % 24, created_day_of_week: 1 + (index % 7), is_weekend: index % 7 > 4, is_business_hours: index % 24 > 8 }),
    detected_at: `2026-${String(1 + (index % 11)).padStart(2, '0')}-1${String(index % 10)} 10:30:00.${String(index % 1000).padStart(3, '0')}+00`,
    created_at: '2026-11-20 10:30:00+00',
  };
};
const COPIED = Buffer.from(Array.from({ length: 1_200 }, (_, index) => rowOf(index)).map((row) => encodeRow(DATASET.columns.map(({ name }) => row[name] ?? null))).join(''));

const FORMATS: Readonly<Record<string, (file: FileWriter) => RowSink>> = {
  'json': (file) => new JsonSink(file, DATASET),
  'json.gz': (file) => new JsonSink(file, DATASET),
  'csv': (file) => new CsvSink(file, DATASET),
  'csv.gz': (file) => new CsvSink(file, DATASET),
  'parquet': (file) => new ParquetSink(file, DATASET, 500),
};

const exportedAs = async (format: string): Promise<string> => {
  const file = path.join(FOLDER, `ml_training_data_20261122.${format}`);
  const sink = FORMATS[format]?.(new FileWriter(file, format.endsWith('.gz')));
  if (sink === undefined) throw new Error(`nothing writes ${format}`);
  new RowCutter(DATASET.columns).eachRow(COPIED, (row) => sink.add(row));
  await sink.end();
  return file;
};

const trainedOn = async (file: string) => {
  const given = readArguments(['waste', '--data', file, '--rounds', '5', '--depth', '3', '--now', '2026-11-22T00:00:00Z']);
  if ('help' in given) throw new Error('help was asked for');
  const { dataset } = await KINDS.waste.load(given);
  return { dataset, onnx: (await trainModel(KINDS.waste, given, () => undefined)).onnx };
};

describe('exported resources', () => {
  it('are the same examples for the trainer in every format, and the same model comes of them', async () => {
    const csv = await trainedOn(await exportedAs('csv'));
    expect(csv.dataset.groups.length).toBeGreaterThan(800);
    expect(new Set(csv.dataset.groups).size).toBe(accounts.length);
    for (const format of ['json', 'json.gz', 'csv.gz', 'parquet']) {
      const other = await trainedOn(await exportedAs(format));
      expect(other.dataset).toEqual(csv.dataset);
      expect(Buffer.from(other.onnx).equals(Buffer.from(csv.onnx))).toBe(true);
    }
  });
});
