import { createHmac, randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import pg from 'pg';
import { createClient } from 'redis';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { wholeFleet } from '@ml/testing/fleet';
import { NeedleFinder } from '@ml/testing/needles/needle-finder';
import { makeNeedles, needleBox } from '@ml/testing/needles/needles';
import { databaseTables, filesUnder, redisValues, type Found } from '@ml/testing/needles/places';
import { unpacked } from '@ml/testing/needles/unpacked';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { traceSink } from '@ml/testing/trace-sink';
import { needleAction, needleScan, needleSeries, type NeedleScan } from './privacy/needle-bodies';

const COLLECTION = '/api/v1/ml/collection';
const INSIGHTS = '/api/v1/ml/insights';
const GDPR = '/api/v1/gdpr/users';
const PREFERENCES = '/api/v1/preferences';
const LONG_MS = 120_000;

const sink = await traceSink();
const temporary = mkdtempSync(path.join(inject('servers').directory, 'privacy-'));
const whole = await wholeFleet({ only: [], region: false, all: { LOG_LEVEL: 'DEBUG', TMPDIR: temporary, OTEL_EXPORTER_OTLP_ENDPOINT: sink.url } });
const { servers, fleet, gatewayUrl, apiKeys } = whole;
const needles = makeNeedles(500);
/** For places where something is put on purpose. */
const planted = makeNeedles(20, 99).map(({ text }) => text);
const finder = new NeedleFinder([...needles.map(({ text }) => text), ...planted]);
const needle = needleBox(needles);
const stored = { scan: needleScan(needle, 60), poisoned: needleScan(needle, 8) };
/** Where nobody is named, the id of a request is kept as its caller gave it. */
const OWN_ID = { 'x-request-id': 'privacy' };
/** What was answered, to callers who may not be told what they sent. */
const answers: Buffer[] = [];

const client = new pg.Client({ connectionString: servers.database.url });
await client.connect();
afterAll(() => client.end());

interface Said {
  readonly status: number;
  readonly text: string;
}

interface More {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer says what its caller sent. */
  readonly shows?: boolean;
}

/** With names wherever a caller can put them; the answer is looked at too unless it is for the caller's eyes. */
const say = async (method: string, route: string, { body, headers = {}, shows = false }: More = {}): Promise<Said> => {
  const sent = body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(new URL(route, gatewayUrl), {
    method,
    headers: {
      'x-api-key': apiKeys.admin,
      'x-request-id': needle('email'),
      'user-agent': needle('name'),
      'x-forwarded-for': needle('address'),
      baggage: `user=${needle('user')}`,
      ...(sent !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent !== undefined && { body: sent }),
  } as RequestInit);
  const text = await response.text();
  if (!shows) answers.push(Buffer.from(`${method} ${route.split('/').slice(0, 6).join('/').length} ${response.status} ${text} ${JSON.stringify([...response.headers])}`));
  return { status: response.status, text };
};

const accepted = async (scan: NeedleScan, body: unknown = scan, headers: Readonly<Record<string, string>> = {}): Promise<void> => {
  const { status, text } = await say('POST', `${COLLECTION}/scans`, { body, headers, shows: true });
  expect([status, text.slice(0, 500)]).toEqual([202, expect.stringContaining('"accepted":true') as string]);
};

const statusOf = async ({ scan_id }: NeedleScan): Promise<string> => (JSON.parse((await say('GET', `${COLLECTION}/scans/${encodeURIComponent(scan_id)}`, { shows: true })).text) as { status?: string }).status ?? '';
const becomes = (scan: NeedleScan, state: string): Promise<void> => expect.poll(() => statusOf(scan), { timeout: 60_000, interval: 250 }).toBe(state);
const firstResource = ({ resources }: NeedleScan): string => (resources[0] as { readonly resource_id: string }).resource_id;

/** Everything that is anywhere. */
async function* places(): AsyncGenerator<Found> {
  yield* databaseTables(servers.database.url);
  yield* redisValues(servers.redis.url);
  for (const directory of [servers.nats.directory, whole.directory, temporary]) yield* filesUnder(directory);
  for (const bytes of sink.bodies) yield { place: 'trace', bytes };
}

/** Also what PostgreSQL and Redis have written, their logs included: what is packed in there is looked at as a table or a value. */
const foundRaw = (): readonly (readonly [string, readonly string[]])[] => [...filesUnder(servers.directory)].map(({ place, bytes }) => [place, finder.find(bytes)] as const).filter(([, texts]) => texts.length > 0);

const found = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const hits = new Map<string, readonly string[]>();
  for await (const { place, bytes } of places()) {
    const texts = (await unpacked(bytes)).flatMap((part) => finder.find(part));
    if (texts.length > 0) hits.set(place, [...new Set([...(hits.get(place) ?? []), ...texts])]);
  }
  return hits;
};

const poison = async (): Promise<void> => {
  await client.query(`CREATE FUNCTION collector.poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poisoned' USING ERRCODE = '22003'; END $$`);
  await client.query('CREATE TRIGGER poison BEFORE INSERT ON collector.ml_training_data FOR EACH ROW EXECUTE FUNCTION collector.poison()');
};
const cure = async (): Promise<void> => {
  await client.query('DROP TRIGGER poison ON collector.ml_training_data');
  await client.query('DROP FUNCTION collector.poison()');
};

interface Export {
  readonly export_id: string;
  readonly status: string;
  readonly rewritten_at: string | null;
  readonly files: readonly { readonly name: string; readonly rows: number }[];
}

const exportOf = async (id: string): Promise<Export> => JSON.parse((await say('GET', `/api/v1/admin/exports/${id}`, { headers: OWN_ID })).text) as Export;

/** Files of an export as they are downloaded, the manifest too. */
const filesOf = async ({ export_id, files }: Export): Promise<readonly Buffer[]> =>
  Promise.all(
    [...files.map(({ name }) => name), 'manifest.json'].map(async (name) => {
      const response = await fetch(new URL(`/api/v1/admin/exports/${export_id}/download?file=${name}`, gatewayUrl), { headers: { 'x-api-key': apiKeys.admin } });
      expect(response.status, name).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    }),
  );

const ordered = async (query: string): Promise<Export> => {
  const { status, text } = await say('POST', `/api/v1/admin/ml-export?${query}`, { headers: OWN_ID });
  expect(status, text).toSatisfy((code: number) => code === 200 || code === 202);
  const { export_id } = JSON.parse(text) as Export;
  await expect.poll(async () => (await exportOf(export_id)).status, { timeout: 60_000, interval: 250 }).toBe('completed');
  return exportOf(export_id);
};

const hashOf = (kind: string, id: string): string => createHmac('sha256', TEST_HASH_KEY).update(`${kind}\n${id}`).digest('hex');
const contains = async (files: readonly Buffer[], text: string): Promise<boolean> => (await Promise.all(files.map(unpacked))).flat().some((bytes) => bytes.includes(text));

/** Orders to store scans that the stream still holds. */
const scanOrders = async (): Promise<number> => {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::integer AS count FROM collector.outbox WHERE subject LIKE 'work.collector.scan%'`);
  const connection = await servers.nats.connectAs('gateway');
  const manager = await jetstreamManager(connection);
  const { state } = await manager.streams.info('WORK', { subjects_filter: 'work.collector.scan.>' });
  await connection.close();
  return (rows[0]?.count ?? 0) + Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
};

describe('names that were sent', () => {
  it('are nowhere after scans, actions, series, preferences and insight of them', { timeout: LONG_MS }, async () => {
    const { scan } = stored;
    await accepted(scan);
    await becomes(scan, 'stored');
    await accepted(scan, gzipSync(JSON.stringify(scan)), { 'content-encoding': 'gzip' });
    const about = { user_id: scan.user_id, account_id: scan.account_id };
    for (const resource_id of [firstResource(scan), needle('arn')]) {
      expect((await say('POST', `${COLLECTION}/actions`, { body: needleAction(needle, { ...about, resource_id }) })).status).toBe(200);
      expect((await say('POST', `${COLLECTION}/metrics`, { body: needleSeries(needle, { account_id: scan.account_id, resource_id }) })).status).toBe(200);
      await say('POST', `${COLLECTION}/metrics`, { body: needleSeries(needle, { resource_id }) });
    }
    const preferences = `${PREFERENCES}/${encodeURIComponent(needle('email'))}`;
    expect((await say('PUT', preferences, { body: { anonymized_industry: needle('name'), ml_data_collection_consent: true } })).status).toBe(200);
    expect((await say('GET', `${preferences}?trace=${needle('phone')}`)).status).toBeLessThan(500);
    await say('GET', `${GDPR}/${encodeURIComponent(scan.user_id)}/export`);
    const account = encodeURIComponent(scan.account_id);
    for (const route of [`waste?account_id=${account}`, `forecast?account_id=${account}`, `anomalies?resource_id=${encodeURIComponent(firstResource(scan))}&metric_name=VolumeReadOps`, `waste?account_id=${needle('account')}&x=${needle('phone')}`]) await say('GET', `${INSIGHTS}/${route}`);
    await say('POST', `${INSIGHTS}/waste`, { body: { provider: 'aws', resources: scan.resources }, shows: true });
    await say('POST', `${INSIGHTS}/forecast`, { body: { account_id: scan.account_id, horizon: 3 } });
    await say('POST', `${INSIGHTS}/anomalies`, { body: { series: { timestamps: [needle()], values: [needle()] } } });
    expect((await say('DELETE', `${GDPR}/${encodeURIComponent(needle('email'))}?object=true`)).status).toBe(200);
  });

  it('are nowhere after what was refused: unknown, half, too large, misspelt', { timeout: LONG_MS }, async () => {
    const scan = needleScan(needle, 20);
    const text = JSON.stringify(scan);
    const half = text.slice(0, Math.floor(text.length * 0.7));
    const bad: readonly (readonly [string, string, unknown])[] = [
      ['POST', 'scans', { ...scan, provider: needle('name') }],
      ['POST', 'scans', { ...scan, [needle('email')]: 1, completed_at: needle('phone') }],
      ['POST', 'scans', half],
      ['POST', 'scans', `{"${needle('email')}": nonsense ${needle('name')}`],
      ['POST', 'actions', { ...needleAction(needle, { user_id: needle(), account_id: needle(), resource_id: needle() }), action: needle('name'), action_at: needle('email') }],
      ['POST', 'actions', { event_id: needle(), note: needle('name').repeat(200_000) }],
      ['POST', 'metrics', { ...needleSeries(needle, { resource_id: needle('arn') }), provider: needle('name'), timestamps: [needle('email')] }],
      ['PATCH', 'scans', scan],
      ['POST', needle('email'), scan],
      ['GET', `scans/${encodeURIComponent(needle('arn'))}`, undefined],
      ['GET', `scans/${encodeURIComponent('x'.repeat(600) + needle('email'))}`, undefined],
    ];
    for (const [method, route, body] of bad) expect((await say(method, `${COLLECTION}/${route}`, { body })).status, `${method} ${route.slice(0, 7)}`).toSatisfy((status: number) => status >= 400 && status < 500);
    expect((await say('POST', `${COLLECTION}/scans`, { body: gzipSync(text).subarray(0, 400), headers: { 'content-encoding': 'gzip' } })).status).toBe(400);
    expect((await say('PUT', `${PREFERENCES}/${encodeURIComponent(needle('email'))}`, { body: { anonymized_company_size: needle('phone'), [needle('name')]: needle() } })).status).toBe(400);
    expect((await say('POST', `${INSIGHTS}/waste`, { body: { provider: needle('name'), resources: needle('email') } })).status).toBe(400);
    expect((await say('POST', `${INSIGHTS}/forecast`, { body: { account_id: [needle('account')], horizon: needle('phone') } })).status).toBe(400);
    await say('POST', `${COLLECTION}/scans`, { body: scan, headers: { 'content-type': needle('name') } });
    await say('POST', `${COLLECTION}/scans`, { body: scan, headers: { 'x-api-key': needle('user') } });
  });

  it('are nowhere after a collector that was killed, and after a scan that can never be stored', { timeout: LONG_MS }, async () => {
    const killed = needleScan(needle, 6_000);
    const sending = say('POST', `${COLLECTION}/scans`, { body: zstdCompressSync(JSON.stringify(killed)), headers: { 'content-encoding': 'zstd' }, shows: true });
    await expect.poll(async () => (await client.query('SELECT 1 FROM collector.scan_pieces LIMIT 1')).rowCount, { timeout: 30_000, interval: 20 }).toBe(1);
    await fleet.service('collector').kill();
    await sending;
    await expect.poll(async () => (await say('POST', `${COLLECTION}/scans`, { body: killed, shows: true })).status, { timeout: 60_000, interval: 1_000 }).toBe(202);
    await becomes(killed, 'stored');
    await poison();
    const { poisoned } = stored;
    await accepted(poisoned);
    await becomes(poisoned, 'failed');
    await expect.poll(async () => (JSON.parse((await say('GET', '/api/v1/admin/dead-letters', { headers: OWN_ID })).text) as readonly unknown[]).length, { timeout: 30_000, interval: 500 }).toBeGreaterThan(0);
    await cure();
  });

  it('are in no export, whatever its format', { timeout: LONG_MS }, async () => {
    for (const query of ['days=30&output_format=json&gzip=true', 'days=30&output_format=csv', 'days=30&output_format=parquet']) {
      const files = await filesOf(await ordered(query));
      const parts = (await Promise.all(files.map(unpacked))).flat();
      expect(parts.flatMap((bytes) => finder.find(bytes)), query).toEqual([]);
      expect(parts.some((bytes) => bytes.includes(hashOf('account', stored.scan.account_id))), query).toBe(true);
    }
  });

  it('are in no table, message, blob, cache, log, trace, answer or file', { timeout: LONG_MS }, async () => {
    const collected = await client.query<{ count: number }>('SELECT count(*)::integer AS count FROM collector.ml_training_data');
    expect(collected.rows[0]?.count).toBeGreaterThan(3_000);
    expect(Object.fromEntries(await found())).toEqual({});
    expect(foundRaw()).toEqual([]);
    expect(answers.map((bytes) => [finder.find(bytes), bytes.toString().slice(0, 400)]).filter(([texts]) => (texts as readonly string[]).length > 0)).toEqual([]);
  });

  it('would be found in each of these places', { timeout: LONG_MS }, async () => {
    const [column = '', packed = '', blob = '', key = '', log = '', trace = '', file = '', queue = ''] = planted;
    await client.query('CREATE TABLE insight_test (a jsonb, b bytea)');
    await client.query('INSERT INTO insight_test VALUES ($1, $2)', [JSON.stringify({ deep: [column] }), zstdCompressSync(packed)]);
    const redis = createClient({ url: servers.redis.url });
    await redis.connect();
    await redis.hSet('planted', 'field', key);
    await redis.close();
    const collector = await servers.nats.connectAs('collector');
    await jetstream(collector).publish('$O.ml-transient.C.planted', zstdCompressSync(`${'-'.repeat(3_000)}${blob}`));
    await jetstream(collector).publish('work.collector.export.v1', JSON.stringify({ export_id: randomUUID(), note: queue }));
    await collector.close();
    appendFileSync(path.join(whole.directory, 'logs', 'collector.log'), `{"msg":"${log}"}\n`);
    await fetch(`${sink.url}/v1/traces`, { method: 'POST', body: JSON.stringify({ resourceSpans: [], note: trace }) });
    mkdirSync(path.join(temporary, 'deep'));
    writeFileSync(path.join(temporary, 'deep', 'left.parquet.gz'), gzipSync(file));
    await client.query('CHECKPOINT');
    const seen = new Set([...(await found()).values()].flat());
    expect(foundRaw().flatMap(([, texts]) => texts)).toContain(column);
    expect([column, packed, blob, key, log, trace, file, queue].filter((text) => !seen.has(text))).toEqual([]);
  });
});

describe('a user who is erased', () => {
  it('is in no row, message and export any more; whoever shares an account keeps what is theirs', { timeout: LONG_MS }, async () => {
    const { scan, poisoned } = stored;
    const other = { ...needleScan(needle, 12), account_id: scan.account_id };
    await accepted(other);
    await becomes(other, 'stored');
    const alone = { ...needleScan(needle, 12), user_id: scan.user_id };
    await accepted(alone);
    await becomes(alone, 'stored');
    const theirs = async (): Promise<unknown> => {
      const columns = 'md5(string_agg(r::text, chr(10) ORDER BY r::text)) AS digest, count(*)::integer AS count';
      const { rows } = await client.query(`SELECT ${columns} FROM collector.ml_training_data r WHERE scan_id = $1`, [hashOf('scan', other.scan_id)]);
      return rows;
    };
    const before = await theirs();
    const made = await ordered('days=30&output_format=json');
    expect(await contains(await filesOf(made), hashOf('account', alone.account_id))).toBe(true);
    expect(await scanOrders()).toBeGreaterThan(0);
    for (const user of [scan.user_id, poisoned.user_id]) expect((await say('DELETE', `${GDPR}/${encodeURIComponent(user)}?object=true`)).status).toBe(200);
    expect(await scanOrders()).toBe(0);
    const hashes = new NeedleFinder([hashOf('user', scan.user_id), hashOf('scan', scan.scan_id), hashOf('scan', alone.scan_id), hashOf('account', alone.account_id), hashOf('scan', poisoned.scan_id), hashOf('user', poisoned.user_id)]);
    const left: string[] = [];
    for await (const { place, bytes } of databaseTables(servers.database.url)) if (hashes.find(bytes).length > 0) left.push(place);
    expect(left).toEqual([]);
    expect(await theirs()).toEqual(before);
    await expect.poll(async () => (await exportOf(made.export_id)).status, { timeout: 60_000, interval: 250 }).toBe('completed');
    const again = await exportOf(made.export_id);
    expect(again.rewritten_at).not.toBeNull();
    expect(await contains(await filesOf(again), hashOf('account', alone.account_id))).toBe(false);
    expect(await contains(await filesOf(again), hashOf('account', other.account_id))).toBe(true);
    const { text } = await say('POST', `${COLLECTION}/scans`, { body: { ...needleScan(needle, 4), user_id: scan.user_id }, shows: true });
    expect(JSON.parse(text)).toMatchObject({ accepted: true, collected: false, reason: { code: 'OBJECTED' } });
    expect(JSON.parse((await say('DELETE', `${GDPR}/${encodeURIComponent(scan.user_id)}`)).text)).toMatchObject({ rows: {}, exports_rewritten: 0, objection_kept: true });
  });
});
