import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { storeResources } from '../test/collected-rows';
import { runningExports } from '../test/running-exports';
import { readExportArguments } from './export-arguments';

builtServices();
const servers = await realServers();
const { database } = await runningExports(servers);
const folder = mkdtempSync(path.join(tmpdir(), 'ml-export-command-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = async (...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
  const child = spawn(process.execPath, ['dist/collector-export.js', ...args], { env: { PATH: process.env['PATH'], ...servers.envOf('collector') }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err]: string[][] = [[], []];
  child.stdout.on('data', (text: Buffer) => out?.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => err?.push(text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: out?.join('') ?? '', err: err?.join('') ?? '' };
};

describe('the export command', () => {
  it('writes the files and says which, with their rows', async () => {
    await storeResources(database, 30);
    const out = path.join(folder, 'datasets');
    const { code, out: said, err } = await run('--format', 'csv', '--datasets', 'ml_training_data,cost_trends', '--out', out);
    expect([code, err]).toEqual([0, '']);
    const [training = '', manifest = ''] = readdirSync(out).toSorted().filter((name) => name.startsWith('m')).toReversed();
    expect(said).toContain(`- ml_training_data: ${path.join(out, training)} (30 records)`);
    expect(readFileSync(path.join(out, training), 'utf8').trimEnd().split('\r\n')).toHaveLength(31);
    expect(JSON.parse(readFileSync(path.join(out, manifest), 'utf8'))).toMatchObject({ rows: 30, requested_by: 'command', files: [{ rows: 30 }, { rows: 0 }] });
  });

  it('tells apart what it does not understand', async () => {
    expect(await run('--days', 'many')).toMatchObject({ code: 2, err: 'export: --days is a whole number from 1 to 3660\n' });
    expect((await run('--help')).out).toContain('--datasets');
  });

  it('exports 90 days of everything as JSON unless told', () => {
    expect(readExportArguments([])).toEqual({ days: 90, format: 'json', gzip: false, datasets: [], out: './ml_datasets', quiet: false });
    expect(() => readExportArguments(['--format', 'xls'])).toThrow('json, csv, parquet');
    expect(() => readExportArguments(['--datasets', 'users'])).toThrow('ml_training_data');
  });
});
