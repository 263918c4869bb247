import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runTrain } from './run-train';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'train-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

const run = async (...argv: readonly string[]) => {
  const said = { out: '', err: '' };
  const err = {
    write: (text: string | Uint8Array): boolean => {
      said.err += String(text);
      return true;
    },
  };
  const code = await runTrain(argv, { out: (text) => (said.out += text), err });
  return { code, ...said };
};

const fileOf = (name: string, content: string): string => {
  const file = path.join(FOLDER, name);
  writeFileSync(file, content);
  return file;
};

describe('npm run train', () => {
  const out = path.join(FOLDER, 'model');

  it('writes a model, tells how far it is, and ends with 0', async () => {
    const { code, out: said, err } = await run('spot-interruption', '--instances', 'm5.large,c5.large', '--rounds', '10', '--out', out);
    expect([code, readdirSync(out)]).toEqual([0, ['feature_importance.csv', 'metadata.json', 'model.onnx', 'report.html', 'report.md']]);
    expect(err).toMatch(/^spot-interruption: 1 of 10 rounds, loss [\d.]+, held out (?:-|[\d.]+)\n/);
    expect(said).toContain('sample data: generated nodes');
    expect(said).toContain('Safety Compliance Rate');
  });

  it('says nothing but the folder when it is to be quiet, and everything as JSON', async () => {
    const given = ['spot-interruption', '--instances', 'm5.large,c5.large', '--rounds', '2', '--out', out] as const;
    expect(await run(...given, '--quiet')).toEqual({ code: 0, out: `${out}\n`, err: '' });
    const { out: text } = await run(...given, '--json', '--name', 'mine', '--version', '2.0.0');
    expect(JSON.parse(text)).toMatchObject({ folder: out, name: 'mine', version: '2.0.0', model_type: 'spot_predictor', model: path.join(out, 'model.onnx') });
  });

  it('ends with 2 and one sentence where the data are wrong', async () => {
    const wrong = fileOf('wrong.csv', 'instance_type,price\nm5.large,0.03\n');
    expect(await run('spot-price', '--data', wrong)).toMatchObject({ code: 2, err: 'train: wrong.csv has no column availability_zone (such as us-east-1a), timestamp (such as 2026-11-20T10:00:00Z); its columns are instance_type, price\n' });
    const few = fileOf('few.csv', 'timestamp,value\n2026-11-01T00:00:00Z,1\n2026-11-01T01:00:00Z,2\n');
    expect(await run('resource-usage', '--data', few)).toMatchObject({ code: 2, err: 'train: no series that was used at all is long enough: a day of history and 720 h ahead are needed (--horizon)\n' });
    expect((await run('waste', '--data', path.join(FOLDER, 'none.csv'))).err).toContain('there is no file');
    const bad = fileOf('bad.csv', 'interrupted,advisor_class\n1,2\nperhaps,3\n');
    expect((await run('spot-interruption', '--data', bad)).err).toContain('bad.csv line 3: interrupted "perhaps" is not a number');
  });

  it('ends with 2 where nothing can be learned, and writes nothing', async () => {
    const none = path.join(FOLDER, 'none');
    const nodes = (label: (at: number) => number, more = ''): string => Array.from({ length: 400 }, (_, at) => `${String(label(at))},${String(at % 5)},m${String(at % 40)}.large,us-east-1a${more}\n`).join('');
    const alike = fileOf('alike.csv', `interrupted,advisor_class,instance_type,availability_zone,observed_at\n${nodes(() => 1, ',2026-10-01')}`);
    expect((await run('spot-interruption', '--data', alike, '--out', none)).err).toContain('both answers, 1 and 0, are needed');
    const undated = fileOf('undated.csv', `interrupted,advisor_class,instance_type,availability_zone\n${nodes((at) => at % 2)}`);
    expect(await run('spot-interruption', '--data', undated, '--out', none)).toMatchObject({ code: 2, err: 'train: no row says when it was seen (observed_at, detected_at, timestamp, created_at): add one of these columns, or say it with --now\n' });
    expect((await run('spot-interruption', '--data', undated, '--rounds', '1', '--now', '2026-10-01', '--out', out)).out).toContain('trained_until_date=2026-10-01');
    expect(await run('spot-price', '--data', fileOf('head.csv', 'instance_type,availability_zone,spot_price,timestamp\n'), '--out', none)).toMatchObject({ code: 2, err: 'train: the data have no row\n' });
    const prices = fileOf('prices.csv', 'instance_type,availability_zone,spot_price,timestamp\nm5.large,us-east-1a,0.03,2026-11-01T00:00:00Z\n');
    expect((await run('spot-price', '--data', prices, '--region', 'eu-west-1', '--out', none)).err).toBe('train: none of 1 prices is of the region and the instance types that were asked for (--region, --instances)\n');
    expect(existsSync(none)).toBe(false);
  });

  it('says before the training that it cannot write there, and leaves no part of a model', async () => {
    const taken = fileOf('taken', '');
    expect(await run('spot-interruption', '--out', taken)).toEqual({ code: 2, out: '', err: `train: --out ${taken} is no folder\n` });
    const half = path.join(FOLDER, 'half');
    mkdirSync(path.join(half, 'model.onnx'), { recursive: true });
    expect(await run('spot-interruption', '--instances', 'm5.large,c5.large', '--rounds', '1', '--out', half)).toMatchObject({ code: 2, out: '' });
    expect(readdirSync(half)).toEqual(['model.onnx']);
  });

  it('learns waste from exported rows, warns that they are few, and keeps accounts apart', async () => {
    const rows = Array.from({ length: 400 }, (_, at) =>
      JSON.stringify({ account_hash: `a${String(at % 20)}`, resource_type: at % 3 === 0 ? 'elastic_ip' : 'ec2_instance', resource_age_days: at, user_action: ['deleted', 'kept', 'ignored', null][at % 4], detected_at: '2026-10-01' }),
    );
    const { code, out: said } = await run('waste', '--data', fileOf('waste.jsonl', rows.join('\n')), '--rounds', '3', '--out', out);
    expect(code).toBe(0);
    expect(said).toContain('100 left out because nobody has said what came of them');
    expect(said).toContain('WARNING: 400 records, on 300 of which somebody acted; 100,000 records with 50,000 actions are advised');
  });

  it('helps, and asks what is meant', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, err: '' });
    expect((await run('spot-price', '--help')).out).toContain('--advisor');
    expect(await run('something')).toMatchObject({ code: 2, out: '' });
  });
});
