import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readArguments } from '../arguments';
import { verdictText } from '../report/report-facts';
import { trainModel } from '../train-model';
import { anomaly } from './anomaly';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'anomaly-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

const HOUR_MS = 3_600_000;
const series = (name: string): string => {
  const lines = Array.from({ length: 120 }, (_, hour) => `${new Date(hour * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ')},${String(hour % 24 === 0 && hour > 48 ? 90 : 10 + (hour % 3))}`);
  const file = path.join(FOLDER, name);
  writeFileSync(file, ['timestamp,value', ...lines].join('\n'));
  return file;
};
const FILES = ['a.csv', 'b.csv', 'c.csv', 'd.csv'].map(series);

const trained = (...more: readonly string[]) => {
  const given = readArguments(['anomaly', '--rounds', '50', '--data', ...FILES, ...more]);
  if ('help' in given) throw new Error('help was asked for');
  return trainModel(anomaly, given, () => undefined);
};

describe('a model of anomalies', () => {
  it('is judged by windows that somebody has named, which it never learned from', async () => {
    const windows = [3, 4].map((day) => [`1970-01-0${String(day + 1)} 00:00:00.000000`, `1970-01-0${String(day + 1)} 00:30:00.000000`]);
    const labels = path.join(FOLDER, 'labels.json');
    writeFileSync(labels, JSON.stringify(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`cloud/${name}.csv`, windows]))));
    const { verdict, examples } = await trained('--labels', labels);
    expect(verdict.metrics['auc']).toBeGreaterThan(0.9);
    expect(examples.notes[0]).toContain('4 series, of 4 somebody has said what was anomalous');
  });

  it('does not say that it beats anything when nobody knows what was right', async () => {
    const outcome = await trained();
    expect(outcome.verdict.baseline).toMatchObject({ beaten: false, metrics: {} });
    expect(verdictText({ outcome })).toContain('Nobody knows whether it beats the naive rule');
  });
});
