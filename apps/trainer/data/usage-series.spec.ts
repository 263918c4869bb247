import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { UsageHistory } from './usage-history';
import { readUsage } from './usage-series';
import { p95Of, usageWindows } from './usage-windows';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'usage-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});
const read = async (name: string, lines: readonly string[]): Promise<readonly UsageHistory[]> => {
  const file = path.join(FOLDER, name);
  writeFileSync(file, lines.join('\n'));
  return (await readUsage({ data: [file] })).series;
};

const exportedLine = (start: string, timeseries: readonly (number | null)[], collected: string): string =>
  ['c0ffee', 'CPUUtilization', `"${JSON.stringify({ step_seconds: 3_600, timeseries }).replaceAll('"', '""')}"`, start, collected].join(',');

describe('exported series', () => {
  const header = 'resource_hash,metric_name,metric_values,start_date,collected_at';
  const lines = [exportedLine('2026-11-01T01:00:00Z', [20, null, 22], '2026-11-03T00:00:00Z'), exportedLine('2026-11-01T00:00:00Z', [1, 2, 3], '2026-11-02T00:00:00Z'), exportedLine('2026-11-01T06:00:00Z', [7], '2026-11-04T00:00:00Z')];

  it('are one for each metric of each resource, of all that was collected of it', async () => {
    const file = path.join(FOLDER, 'cloudwatch_metrics_history.csv');
    writeFileSync(file, [header, ...lines, exportedLine('2026-11-01T06:00:00Z', [8], '2026-11-04T00:00:00Z').replace('CPUUtilization', 'NetworkIn')].join('\r\n'));
    const { series, read } = await readUsage({ data: [file] }, { exported: true });
    expect(read).toBe(4);
    expect(series).toMatchObject([{ name: 'c0ffee CPUUtilization', start: Date.parse('2026-11-01T00:00:00Z'), stepSeconds: 3_600, anomalous: null }]);
    expect([...(series[0]?.cpu ?? [])]).toEqual([1, 20, 3, 22, Number.NaN, Number.NaN, 7]);
  });

  it('are no usage of a known resource for models that need one', async () => {
    const file = path.join(FOLDER, 'history.csv');
    writeFileSync(file, [header, ...lines].join('\n'));
    await expect(readUsage({ data: [file] })).rejects.toThrow('has no column timestamp');
  });

  it.each([['no list', '"{""step_seconds"": 3600}"'], ['no step', '"{""timeseries"": [1, 2]}"'], ['no object', 'broken']])('are refused with %s', async (...[, values]) => {
    const file = path.join(FOLDER, 'bad.csv');
    writeFileSync(file, [header, `c0ffee,cpu,${values},2026-11-01T00:00:00Z,2026-11-01T00:00:00Z`].join('\n'));
    await expect(readUsage({ data: [file] }, { exported: true })).rejects.toThrow('metric_values');
  });
});

describe('series of usage', () => {
  it('lie on a grid of their most frequent step, with gaps where nothing was measured', async () => {
    const [series] = await read('one.csv', ['timestamp,value', '2026-11-01 00:10:00,3', '2026-11-01 00:00:00,1', '2026-11-01 00:05:00,2', '2026-11-01 00:25:04,6']);
    expect(series).toMatchObject({ name: 'one.csv', stepSeconds: 300, start: Date.parse('2026-11-01T00:00:00Z'), anomalous: null });
    expect([...(series?.cpu ?? [])]).toEqual([1, 2, 3, Number.NaN, Number.NaN, 6]);
    expect(series?.memory).toHaveLength(0);
  });

  it('are parted by their name, with capacities and marks', async () => {
    const header = 'node,timestamp,cpu_usage_cores,cpu_capacity_cores,memory_bytes,memory_capacity_bytes,anomalous';
    const [a, b] = await read('two.csv', [header, ...['b', 'a'].flatMap((node) => [0, 60, 120].map((second) => `${node},${String(1_700_000_000 + second)},1,4,10,16,${second === 60 ? '1' : '0'}`))]);
    expect([a?.name, b?.name]).toEqual(['a', 'b']);
    expect(a).toMatchObject({ stepSeconds: 60, cpuCapacity: 4, memoryCapacity: 16, anomalous: Uint8Array.of(0, 1, 0) });
  });

  it('are read from archives of virtual machines, where "CPU cores" is not usage', async () => {
    const header = 'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tMemory capacity provisioned [KB];\tMemory usage [KB]';
    const [vm] = await read('1.csv', [header, '1372629804;\t2;\t5851.9;\t87.7;\t8218624.0;\t1034592.8', '1372630104;\t2;\t5851.9;\t29.2;\t8218624.0;\t458575.4']);
    expect(vm).toMatchObject({ stepSeconds: 300, cpuCapacity: 5_851.9, memoryCapacity: 8_218_624 });
    expect([...(vm?.cpu ?? [])]).toEqual([87.7, 29.2]);
  });

  it('of files that have one name in two folders are two', async () => {
    const files = ['one', 'two'].map((folder) => {
      mkdirSync(path.join(FOLDER, folder));
      const file = path.join(FOLDER, folder, 'cpu.csv');
      writeFileSync(file, `timestamp,value\n2026-11-01 00:00:00,${folder.length}\n2026-11-01 00:05:00,1\n`);
      return file;
    });
    expect((await readUsage({ data: files })).series.map(({ name }) => name)).toEqual(files);
  });

  it('with a time that is far from all others are refused by name, before memory is asked for the years between', async () => {
    const samples = Array.from({ length: 20 }, (_, second) => `${String(1_790_000_000 + second)},1`);
    await expect(read('far.csv', ['timestamp,value', '0,1', ...samples])).rejects.toThrow('the series far.csv has 21 samples, most of them 1 s apart, from 1970-01-01T00:00:00.000Z until');
  });

  it.each(['1e300', '-5', '01/02/2026', '3 pm'])('have no sample at %s', async (at) => {
    await expect(read('times.csv', ['timestamp,value', `${at},1`, '2026-11-01 00:05:00,1'])).rejects.toThrow(`times.csv line 2: timestamp "${at}" is not a time such as 2026-11-20T10:05:00Z`);
  });

  it('need two samples', async () => {
    await expect(read('short.csv', ['timestamp,value', '2026-11-01,3'])).rejects.toThrow('no series has two samples');
  });
});

describe('windows of usage', () => {
  const history: UsageHistory = { name: 'x', start: 0, stepSeconds: 3_600, cpu: new Float64Array(10 * 24), memory: new Float64Array(), cpuCapacity: 1, memoryCapacity: 1, anomalous: null };

  it('end a day apart, look back a day, three and eight in turn, and have all of the time ahead', () => {
    const windows = usageWindows(history, 5 * 24);
    expect(windows.map(({ from, now, until }) => [from / 24, now / 24, until / 24])).toEqual([
      [0, 1, 6],
      [0, 2, 7],
      [0, 3, 8],
      [3, 4, 9],
      [2, 5, 10],
    ]);
    expect(usageWindows(history, 10 * 24)).toEqual([]);
  });

  it('have a 95th percentile when half of their samples are known', () => {
    expect(p95Of(Float64Array.from({ length: 100 }, (_, at) => at + 1))).toBe(95);
    expect(p95Of(Float64Array.of(1, Number.NaN))).toBe(1);
    expect(p95Of(Float64Array.of(1, Number.NaN, Number.NaN))).toBeNaN();
  });
});
