import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { anomalyWindows, withWindows } from './anomaly-windows';
import type { UsageHistory } from './usage-history';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'windows-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});
const windowsOf = (content: unknown): ReturnType<typeof anomalyWindows> => {
  const file = path.join(FOLDER, 'labels.json');
  writeFileSync(file, JSON.stringify(content));
  return anomalyWindows(file);
};
const history = (name: string): UsageHistory => ({ name, start: Date.UTC(2026, 10, 1), stepSeconds: 3_600, cpu: new Float64Array(), memory: new Float64Array(4), cpuCapacity: 1, memoryCapacity: 1, anomalous: null });
const WINDOWS = { 'cloud/cpu.csv': [['2026-11-01 01:00:00.000000', '2026-11-01 02:00:00.000000']] };

describe('windows of anomalies', () => {
  it.each(['cpu.csv', 'cloud/cpu.csv', '/data/cloud/cpu.csv'])('mark samples of %s', (name) => {
    expect(withWindows(history(name), windowsOf(WINDOWS)).anomalous).toEqual(Uint8Array.of(0, 1, 1, 0));
  });

  it.each(['u.csv', 'other/cpu.csv', 'cloud/mcpu.csv'])('say nothing of %s', (name) => {
    expect(withWindows(history(name), windowsOf(WINDOWS)).anomalous).toBeNull();
  });

  it.each([[{ 'cpu.csv': ['2026-11-01 01:00:00'] }], [{ 'cpu.csv': [['yesterday', 'today']] }], [[1]], [null]])('are refused in %j', (content) => {
    expect(() => windowsOf(content)).toThrow('is not a JSON file of windows by file name');
  });
});
