import { afterAll, describe, expect, it } from 'vitest';
import { askCloseScan, askDropUpload, askKeepPiece, askOpenScan, askScan } from '@ml/contracts/collection';
import { askCollectedRows, askCollectedSeries, askCostHistory } from '@ml/contracts/insights';
import { askChangePreferences } from '@ml/contracts/privacy';
import { Database } from '@ml/persistence/database';
import type { OnceSchedule } from '@ml/persistence/once-schedule';
import type { Logger } from '@ml/platform/logger';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { HOUR_MS } from '@ml/units/time';
import { keepPieces, pieceBytes, postedScan, postedVolume, sendScan, type PostedScan } from '../test/posted-scan';
import { serveCollector } from '../test/served-collector';
import { UploadHousekeeper } from './upload-housekeeper';

builtServices();
const servers = await realServers();
const { bus } = await onTheBus(servers, 'gateway');
const insight = await onTheBus(servers, 'insight');
const database = new Database({ owner: 'collector', url: servers.database.urlOf('collector'), poolSize: 2, entities: [], statementTimeoutMs: 10_000 });
afterAll(() => database.close());
await serveCollector(servers);

const stored = (scanId: string): Promise<void> =>
  expect.poll(async () => (await bus.ask(askScan, { scan_id: scanId })).status, { interval: 50 }).toBe('stored');
const open = async ({ header }: PostedScan): Promise<string> => (await bus.ask(askOpenScan, header)).upload_id ?? '';
const uploads = async (): Promise<number> => (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM scan_uploads WHERE closed_at IS NULL'))[0]?.n ?? -1;
const numbered = (id: string, changes: Readonly<Record<string, string>> = {}): PostedScan => postedScan({ scan_id: id, ...changes });

describe('a scan', () => {
  it('is accepted, stored, and found by its id; bad resources are named and cost only themselves', async () => {
    const scan = { ...numbered('whole'), resources: [postedVolume(0), postedVolume(1), 'no resource', postedVolume(3, { cost_monthly: -1 }), postedVolume(4)] };
    const { duplicate, status } = await sendScan(bus, scan);
    expect({ duplicate, resources: status.resources, refused: status.refused }).toEqual({ duplicate: false, resources: 3, refused: 2 });
    expect(status.faults.map(({ path }) => path)).toEqual(['resources[2]', 'resources[3].cost_monthly']);
    await stored('whole');
    expect(await bus.ask(askScan, { scan_id: 'whole' })).toMatchObject({ provider: 'aws', rows: { ml_training_data: 3, cloudwatch_metrics_history: 3, resource_lifecycle_events: 3, cost_trend_data: 1 } });
    expect(await uploads()).toBe(0);
  });

  it('sent again is a duplicate; another under its id is refused; neither leaves anything', async () => {
    await sendScan(bus, numbered('twice'));
    await stored('twice');
    expect(await sendScan(bus, numbered('twice'))).toMatchObject({ duplicate: true, status: { status: 'stored' } });
    await expect(sendScan(bus, { ...numbered('twice'), resources: [postedVolume(9)] })).rejects.toMatchObject({ code: 'SCAN_ID_REUSED', path: 'scan_id' });
    await expect(sendScan(bus, numbered('twice', { user_id: 'joe' }))).rejects.toMatchObject({ code: 'SCAN_ID_REUSED' });
    expect(await uploads()).toBe(0);
  });

  it('closed twice at one moment, or again because the answer was lost, is accepted once', async () => {
    const scan = numbered('race');
    const calls = await Promise.all([1, 2].map(async () => ({ upload_id: await open(scan), header: scan.header })));
    const closes = await Promise.all(calls.map(async (call) => ({ ...call, pieces: await keepPieces(bus, scan, { upload_id: call.upload_id, perPiece: 2 }) })));
    const answers = await Promise.all(closes.map((close) => bus.ask(askCloseScan, close)));
    expect(answers.map(({ duplicate }) => duplicate).toSorted()).toEqual([false, true]);
    const first = closes[answers.findIndex(({ duplicate }) => !duplicate)];
    expect(first && (await bus.ask(askCloseScan, first))).toMatchObject({ duplicate: false });
    await stored('race');
    expect(await database.query(`SELECT 1 FROM ml_training_data GROUP BY scan_id, resource_hash HAVING count(*) > 1`)).toEqual([]);
  });

  it('of which a piece is missing is not accepted; a piece kept twice is there once', async () => {
    const scan = numbered('half');
    const upload_id = await open(scan);
    const pieces = await keepPieces(bus, scan, { upload_id, perPiece: 1 });
    await keepPieces(bus, scan, { upload_id, perPiece: 1 });
    await expect(bus.ask(askCloseScan, { upload_id, header: scan.header, pieces: pieces.slice(1) })).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await expect(bus.ask(askScan, { scan_id: 'half' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await bus.ask(askCloseScan, { upload_id, header: scan.header, pieces })).toMatchObject({ duplicate: false, status: { resources: 3 } });
    await expect(keepPieces(bus, scan, { upload_id, perPiece: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('that is closed while a piece of it is still being kept does without that piece', async () => {
    const scan = numbered('closing');
    const upload_id = await open(scan);
    const late = await database.transaction(async (tx) => {
      await tx.execute('UPDATE scan_uploads SET closed_at = now() WHERE upload_id = $1', [upload_id]);
      const piece = keepPieces(bus, scan, { upload_id, perPiece: 3 }).catch((error: unknown) => error);
      await expect.poll(async () => (await database.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO scan_pieces%'`)).length, { interval: 10 }).toBe(1);
      return { piece };
    });
    expect(await late.piece).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await database.query('SELECT 1 FROM scan_pieces WHERE upload_id = $1', [upload_id])).toEqual([]);
    await database.execute('DELETE FROM scan_uploads WHERE upload_id = $1', [upload_id]);
  });

  it('takes no piece of another scan or account', async () => {
    const scan = numbered('mine');
    const upload_id = await open(scan);
    for (const other of [{ scan_id: 'theirs' }, { account_id: 'theirs' }]) {
      await expect(keepPieces(bus, { ...scan, header: { ...scan.header, ...other } }, { upload_id, perPiece: 3 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    await database.execute('DELETE FROM scan_uploads WHERE upload_id = $1', [upload_id]);
  });

  it('that failed and is stored after all just when it is sent again is stored once', async () => {
    const scan = numbered('revived');
    const { status } = await sendScan(bus, scan);
    await stored('revived');
    const rows = `(SELECT count(*)::int FROM resource_lifecycle_events WHERE scan_id = scan_hash) AS events`;
    const [before] = await database.query<{ scan_hash: string; events: number }>(`SELECT scan_hash, ${rows} FROM collection_scans ORDER BY accepted_at DESC LIMIT 1`);
    await database.execute(`UPDATE collection_scans SET status = 'failed' WHERE scan_hash = $1`, [before?.scan_hash]);
    const again = await database.transaction(async (tx) => {
      // As whoever stores it: to be seen with the commit.
      await tx.execute(`UPDATE collection_scans SET status = 'stored' WHERE scan_hash = $1`, [before?.scan_hash]);
      const answer = sendScan(bus, scan);
      await expect.poll(async () => (await database.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%collection_scans%'`)).length, { interval: 10 }).toBe(1);
      return { answer };
    });
    expect(await again.answer).toMatchObject({ duplicate: true, status: { status: 'stored', resources: status.resources } });
    expect(await database.query(`SELECT scan_hash, ${rows} FROM collection_scans WHERE scan_hash = $1`, [before?.scan_hash])).toEqual([before]);
    expect(await uploads()).toBe(0);
  });

  it('whose piece is no list, or has another number of resources than was told, is refused without a word of it', async () => {
    const scan = numbered('broken');
    const upload_id = await open(scan);
    const piece = { upload_id, header: scan.header, first: 0, count: 1 };
    await expect(bus.ask(askKeepPiece, piece, { attachment: new TextEncoder().encode('[{"resource_id": "vol-secret') })).rejects.toMatchObject({ code: 'BAD_JSON', message: expect.not.stringContaining('secret') as string });
    await expect(bus.ask(askKeepPiece, piece, { attachment: pieceBytes([postedVolume(1), postedVolume(2)]) })).rejects.toMatchObject({ code: 'BAD_FIELD' });
  });

  it('that is given up goes at once, takes nothing more, and cannot be closed; one that is closed stays', async () => {
    const scan = numbered('dropped');
    const upload_id = await open(scan);
    const pieces = await keepPieces(bus, scan, { upload_id, perPiece: 2 });
    expect([await bus.ask(askDropUpload, { upload_id }), await bus.ask(askDropUpload, { upload_id })]).toEqual([{ dropped: true }, { dropped: false }]);
    expect(await database.query('SELECT 1 FROM scan_pieces WHERE upload_id = $1', [upload_id])).toEqual([]);
    await expect(keepPieces(bus, scan, { upload_id, perPiece: 2 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(bus.ask(askCloseScan, { upload_id, header: scan.header, pieces })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const again = await open(scan);
    await bus.ask(askCloseScan, { upload_id: again, header: scan.header, pieces: await keepPieces(bus, scan, { upload_id: again, perPiece: 2 }) });
    expect(await bus.ask(askDropUpload, { upload_id: again })).toEqual({ dropped: false });
    await stored('dropped');
  });

  it('that is never closed goes within the hour, and one that is accepted and lost is ordered again', async () => {
    await open(numbered('forgotten'));
    await database.execute(`INSERT INTO collection_scans (scan_hash, content_hash, user_hash, account_hash, key_version, provider, completed_at, resources, refused, fault_count, accepted_at)
      VALUES ('lost', 'c', 'u', 'a', 1, 'aws', now(), 0, 0, 0, now() - interval '1 hour')`);
    const keeper = new UploadHousekeeper({} as OnceSchedule, { info: () => undefined } as unknown as Logger);
    await database.transaction((tx) => keeper.tidy(tx, new Date(Date.now() + HOUR_MS / 2)));
    expect(await uploads()).toBeGreaterThan(0);
    const ordered = await database.transaction(async (tx) => {
      await keeper.tidy(tx, new Date(Date.now() + HOUR_MS + 1_000));
      return tx.query(`SELECT subject FROM outbox WHERE body ->> 'scan_hash' = 'lost'`);
    });
    expect(await uploads()).toBe(0);
    expect(ordered.length).toBeGreaterThan(0);
  });
});

describe('somebody who objects', () => {
  const object = (objection: boolean) => bus.ask(askChangePreferences, { user_id: 'olga', changes: { objection } });

  it('has nothing opened, and what was under way is dropped', async () => {
    const scan = numbered('objected', { user_id: 'olga' });
    const upload_id = await open(scan);
    const pieces = await keepPieces(bus, scan, { upload_id, perPiece: 2 });
    await object(true);
    expect(await bus.ask(askOpenScan, scan.header)).toMatchObject({ upload_id: null, reason: { code: 'OBJECTED' } });
    expect(await bus.ask(askCloseScan, { upload_id, header: scan.header, pieces })).toMatchObject({ reason: { code: 'OBJECTED' }, status: { resources: 0 } });
    expect(await database.query('SELECT 1 FROM scan_uploads WHERE upload_id = $1', [upload_id])).toEqual([]);
    await expect(bus.ask(askScan, { scan_id: 'objected' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await object(false);
    await sendScan(bus, scan);
    await stored('objected');
  });
});

describe('what was collected', () => {
  const account = { account_id: '999900001111' };

  it('is answered by account and resource: months, newest rows, hours', async () => {
    for (const [id, completed_at, cost] of [['oct', '2026-10-20T10:00:00Z', 5], ['nov', '2026-11-19T10:00:00Z', 7], ['nov-early', '2026-11-02T10:00:00Z', 6]] as const) {
      await sendScan(bus, { ...numbered(id, { ...account, completed_at }), resources: [postedVolume(70, { cost_monthly: cost, detected_at: completed_at, metrics: { VolumeReadOps: { timestamps: [completed_at], values: [cost] } } })] });
      await stored(id);
    }
    expect(await insight.bus.ask(askCostHistory, account)).toEqual({ series: [{ month: '2026-10', amount: 5 }, { month: '2026-11', amount: 7 }] });
    expect(await insight.bus.ask(askCollectedRows, { ...account, limit: 10, offset: 0 })).toMatchObject({ total: 1, rows: [{ cost_monthly: 7, resource_type: 'ebs_volume' }] });
    const { timestamps, values } = await insight.bus.ask(askCollectedSeries, { resource_id: 'vol-70', metric_name: 'VolumeReadOps' });
    expect([timestamps, values]).toEqual([['2026-10-20T10:00:00.000Z', '2026-11-02T10:00:00.000Z', '2026-11-19T10:00:00.000Z'], [5, 6, 7]]);
  });

  it('of accounts and resources that nobody has scanned is nothing', async () => {
    await expect(insight.bus.ask(askCostHistory, { account_id: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(insight.bus.ask(askCollectedRows, { account_id: 'x', limit: 1, offset: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(insight.bus.ask(askCollectedSeries, { resource_id: 'x', metric_name: 'y' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
