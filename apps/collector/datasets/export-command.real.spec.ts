import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { askExports, type ExportJob } from '@ml/contracts/datasets';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { storeResources } from '../test/collected-rows';
import { runningExports } from '../test/running-exports';
import { readExportArguments } from './export-arguments';

builtServices();
const servers = await realServers();
const { bus, database } = await runningExports(servers);
const folder = mkdtempSync(path.join(tmpdir(), 'ml-export-command-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const begun = (args: readonly string[], env: Readonly<Record<string, string>>): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
  const child = spawn(process.execPath, ['dist/collector-export.js', ...args], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, ended: whatItSays(child) };
};

const whatItSays = async (child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> => {
  const [out, err]: string[][] = [[], []];
  child.stdout.on('data', (text: Buffer) => out?.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => err?.push(text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: out?.join('') ?? '', err: err?.join('') ?? '' };
};

const run = (...args: readonly string[]): Promise<Ended> => begun(args, servers.envOf('collector')).ended;

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

  it('replaces files of the same name, and leaves others alone', async () => {
    const out = path.join(folder, 'full');
    await run('--format', 'csv', '--datasets', 'cost_trends', '--out', out);
    for (const name of [...readdirSync(out), 'mine.txt']) writeFileSync(path.join(out, name), 'what was there');
    expect(await run('--format', 'csv', '--datasets', 'cost_trends', '--out', out)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(path.join(out, 'mine.txt'), 'utf8')).toBe('what was there');
    expect(readdirSync(out).filter((name) => readFileSync(path.join(out, name), 'utf8') === 'what was there')).toEqual(['mine.txt']);
  });

  it('orders nothing that it has no place for', async () => {
    const ordered = async (): Promise<number> => (await bus.ask(askExports, { limit: 1, offset: 0 })).total;
    const before = await ordered();
    writeFileSync(path.join(folder, 'a-file'), '');
    for (const out of ['/proc/x/y', path.join(folder, 'a-file'), path.join(folder, 'a-file', 'x')]) {
      expect(await run('--out', out)).toMatchObject({ code: 1, err: expect.stringMatching(/^export: --out .*: no files can be written there \(E[A-Z]+\)\n$/) as unknown });
    }
    expect(await ordered()).toBe(before);
  });

  it('ends when it is interrupted; the export is made all the same', async () => {
    const newest = async (): Promise<ExportJob | undefined> => (await bus.ask(askExports, { limit: 1, offset: 0 })).rows[0];
    const before = (await newest())?.export_id;
    const out = path.join(folder, 'interrupted');
    await database.transaction(async (tx) => {
      await tx.query('LOCK TABLE cost_trend_data IN ACCESS EXCLUSIVE MODE');
      const { child, ended } = begun(['--datasets', 'cost_trends', '--out', out], servers.envOf('collector'));
      await expect.poll(async () => (await newest())?.export_id, { timeout: 30_000 }).not.toBe(before);
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('interrupted') as unknown });
    });
    expect(readdirSync(out)).toEqual([]);
    await expect.poll(async () => (await newest())?.status, { timeout: 20_000 }).toBe('completed');
  });

  it('exports 90 days of everything as JSON unless told', () => {
    expect(readExportArguments([])).toEqual({ days: 90, format: 'json', gzip: false, datasets: [], out: './ml_datasets', quiet: false });
    expect(() => readExportArguments(['--format', 'xls'])).toThrow('json, csv, parquet');
    expect(() => readExportArguments(['--datasets', 'users'])).toThrow('ml_training_data');
  });
});
