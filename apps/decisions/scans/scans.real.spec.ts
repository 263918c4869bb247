import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import { jetstreamManager } from '@nats-io/jetstream';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotTaken, SnapshotWanted } from '@ml/contracts/cluster-snapshots';
import { askChangeToggles, askDecide, askHistory, askKeepSnapshot, askReplay, askSnapshot, askToggles, snapshotTaken, snapshotWanted, type DecisionSummary } from '@ml/contracts/decisions';
import { runInCall } from '@ml/platform/call-context';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { Packer } from '@ml/platform/bus/packer';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { serveDecisions, serveEngine, type Served, type StandIn } from '../test/served';

const servers = await realServers();
// The thread that reads snapshots runs from its bundle.
builtServices();
const administrator = new pg.Client({ connectionString: servers.database.url });
await administrator.connect();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let gateway: Booted;
let engine: StandIn;
const replicas: Served[] = [];
const start = async (env: Readonly<Record<string, string>> = {}): Promise<Served> => {
  const replica = await serveDecisions(servers, env);
  replicas.push(replica);
  await expect.poll(() => codeOf(as(null, () => gateway.bus.ask(askToggles, {}))), soon).toBe('no error');
  return replica;
};
const stopAll = (): Promise<unknown> => Promise.all(replicas.splice(0).map((replica) => replica.close()));

const as = <T>(tenant: string | null, work: () => Promise<T>): Promise<T> => runInCall({ requestId: 'r', tenant, scope: 'platform', deadline: Date.now() + 20_000 }, work);

interface Sent {
  readonly tenant?: string;
  readonly observedAt?: number;
  readonly state?: Readonly<Record<string, unknown>>;
}

const NODE = (name: string) => ({
  metadata: { name, labels: { 'node.kubernetes.io/instance-type': 'm5.xlarge', 'topology.kubernetes.io/zone': 'us-east-1a', 'karpenter.sh/capacity-type': 'spot' } },
});

const keep = (cluster_id: string, { tenant = 'acme', observedAt = Date.now(), state = { nodes: [NODE('n1'), NODE('n2')] } }: Sent = {}) => {
  const bytes = Buffer.from(JSON.stringify({ observed_at: new Date(observedAt).toISOString(), ...state }));
  const ask = { cluster_id, customer_id: null, region: 'us-east-1', received_at: new Date(Math.max(Date.now(), observedAt)).toISOString() };
  return as(tenant, () => gateway.bus.ask(askKeepSnapshot, ask, { attachment: bytes }));
};

const decided = async (cluster_id: string): Promise<readonly DecisionSummary[]> => (await as('acme', () => gateway.bus.ask(askHistory, { limit: 100, offset: 0, cluster_id }))).rows;
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => (error as { code?: unknown }).code);
const soon = { timeout: 20_000, interval: 200 } as const;
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3_000));
/** A first look comes within a quarter of an hour: a replica that is so far ahead has it at once. */
const AHEAD = { CLOCK_OFFSET_MS: String(HOUR_MS / 2) } as const;

beforeAll(async () => {
  gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
  engine = await serveEngine(servers, 'ipv4_cost_tracker');
});
afterAll(async () => {
  await stopAll();
  await engine.close();
  await gateway.close();
  await administrator.end();
});
afterEach(async () => {
  await stopAll();
  engine.asked.length = 0;
  engine.before = () => Promise.resolve();
});

describe('scheduled scans', () => {
  it('decide once among replicas, through the same path as a posted decision', async () => {
    const [first] = await Promise.all([start(AHEAD), start(AHEAD), start(AHEAD)]);
    await keep('c-once');
    await expect.poll(() => decided('c-once'), soon).toHaveLength(1);
    await quiet();
    const [row, ...more] = await decided('c-once');
    expect(more).toEqual([]);
    expect(row).toMatchObject({ origin: 'scan', decision_type: 'ipv4_cost', verdict: 'act' });
    expect(engine.asked.filter(({ envelope }) => envelope.cluster_id === 'c-once')).toHaveLength(1);
    expect(engine.asked[0]).toMatchObject({ mode: 'active', state_form: 'raw', envelope: { cause: 'routine', requirements: { region: 'us-east-1' }, customer_id: 'acme' } });
    expect(await as('acme', () => gateway.bus.ask(askReplay, { decision_id: row?.decision_id ?? '' }))).toMatchObject({ identical: true });
    expect(first).toBeDefined();
  });

  it('catch up once what was missed while everybody was down', async () => {
    await start(AHEAD);
    await keep('c-late');
    await expect.poll(() => decided('c-late'), soon).toHaveLength(1);
    await stopAll();
    // Five days later, with two replicas and a state of that day.
    const later = { CLOCK_OFFSET_MS: String(5 * DAY_MS) };
    await Promise.all([start(later), start(later)]);
    await keep('c-late', { observedAt: Date.now() + 5 * DAY_MS });
    await expect.poll(() => decided('c-late'), soon).toHaveLength(2);
    await quiet();
    expect(await decided('c-late')).toHaveLength(2);
  });

  it('store one decision when the slot is lost in the middle, and find it at the next attempt', async () => {
    await Promise.all([start(AHEAD), start(AHEAD)]);
    let release = (): void => undefined;
    engine.before = () => new Promise((resolve) => (release = resolve));
    await keep('c-lost');
    await expect.poll(() => engine.asked.length, soon).toBe(1);
    const { rowCount } = await administrator.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE '%decisions%' AND state = 'idle in transaction'");
    expect(rowCount).toBeGreaterThan(0);
    engine.before = () => Promise.resolve();
    release();
    await expect.poll(() => decided('c-lost'), soon).toHaveLength(1);
    const scanned = async () => (await administrator.query<{ decision_id: string | null; attempts: number }>("SELECT decision_id, attempts FROM decisions.cluster_scans WHERE cluster_id = 'c-lost'")).rows;
    // The failure is noted, perhaps that of the other replica as well, or the note was lost with its connection too and the next attempt has come already.
    await expect.poll(async () => (await scanned()).some(({ decision_id: found, attempts }) => attempts > 0 || found !== null), { timeout: 60_000 }).toBe(true);
    await administrator.query("UPDATE decisions.cluster_scans SET retry_at = NULL WHERE cluster_id = 'c-lost'");
    const [{ decision_id } = { decision_id: '' }] = await decided('c-lost');
    await expect.poll(scanned, { timeout: 90_000, interval: 500 }).toMatchObject([{ decision_id }]);
    expect(await decided('c-lost')).toHaveLength(1);
    expect(engine.asked).toHaveLength(1);
  }, 120_000);

  it('end when the engine is switched off, everywhere', async () => {
    await Promise.all([start(AHEAD), start(AHEAD)]);
    await as(null, () => gateway.bus.ask(askChangeToggles, { toggles: { ipv4_cost_tracking: { enabled: false } } }));
    await quiet();
    await keep('c-off');
    await quiet();
    expect(await decided('c-off')).toEqual([]);
    await as(null, () => gateway.bus.ask(askChangeToggles, { toggles: { ipv4_cost_tracking: { enabled: true } } }));
    await expect.poll(() => decided('c-off'), soon).toHaveLength(1);
  });
});

describe('a state that is too old', () => {
  interface Heard {
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: Readonly<Record<string, unknown>>;
  }
  const heard: Heard[] = [];
  let platform: Server;
  let status = 202;
  beforeAll(async () => {
    platform = createServer((request, response) => {
      void text(request).then((body) => {
        heard.push({ headers: request.headers, body: { path: request.url, ...(JSON.parse(body) as object) } });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => platform.close());

  it('is not decided on: a new one is asked for, on the stream and at the platform, once; then it is decided', async () => {
    const asked: SnapshotWanted[] = [];
    const watch = await gateway.bus.watch(snapshotWanted, { from: 0 }, (wanted) => void (wanted.cluster_id === 'c-old' && asked.push(wanted)));
    const url = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
    const env = { ...AHEAD, CORE_PLATFORM_URL: url, CORE_PLATFORM_API_KEY: 'platform-secret' };
    await Promise.all([start(env), start(env)]);
    await keep('c-old', { observedAt: Date.now() - 2 * HOUR_MS });
    await expect.poll(() => heard.filter(({ body }) => body['cluster_id'] === 'c-old'), soon).toHaveLength(1);
    await expect.poll(() => asked, soon).toHaveLength(1);
    await quiet();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ tenant: 'acme', region: 'us-east-1', attempt: 1, engines: expect.arrayContaining(['ipv4_cost_tracker']) });
    expect(heard[0]).toMatchObject({ headers: { 'x-api-key': 'platform-secret' }, body: { path: '/api/v1/ml/snapshot-requests', event: 'snapshot_wanted', customer_id: 'acme' } });
    expect(await decided('c-old')).toEqual([]);
    expect((await as('acme', () => gateway.bus.ask(askSnapshot, { cluster_id: 'c-old' }))).stale).toBe(true);
    await keep('c-old');
    await expect.poll(() => decided('c-old'), soon).toHaveLength(1);
    await watch.stop();
  });

  it('keeps no other scan waiting when the platform does not answer', async () => {
    status = 500;
    const url = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
    await start({ ...AHEAD, CORE_PLATFORM_URL: url });
    await keep('c-deaf', { observedAt: Date.now() - 2 * HOUR_MS });
    await keep('c-fresh');
    await expect.poll(() => decided('c-fresh'), soon).toHaveLength(1);
    expect(await decided('c-deaf')).toEqual([]);
  });
});

describe('the newest snapshot', () => {
  it('tells what it holds, and the inventory to whoever keeps one', async () => {
    await start({ SCAN_CONCURRENCY: '0' });
    const connection = await servers.nats.connectAs('gateway');
    const { streams } = await jetstreamManager(connection);
    const told = async (): Promise<number> => (await streams.info('EVENTS', { subjects_filter: snapshotTaken.subject })).state.subjects?.[snapshotTaken.subject] ?? 0;
    const before = await told();
    const observedAt = Date.now();
    const first = await keep('c-told', { observedAt });
    expect(first).toMatchObject({ cluster_id: 'c-told', customer_id: 'acme', counts: { nodes: 2 }, stale: false, state_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await keep('c-told', { observedAt })).toEqual(first);
    await expect.poll(told, soon).toBe(before + 1);
    const message = await streams.getMessage('EVENTS', { last_by_subj: snapshotTaken.subject });
    expect(message?.json<SnapshotTaken>()).toMatchObject({ cluster_id: 'c-told', tenant: 'acme', nodes: [{ instance_type: 'm5.xlarge', availability_zone: 'us-east-1a', capacity_type: 'spot', count: 2 }] });
    await quiet();
    expect(await told()).toBe(before + 1);
    await connection.close();
  });

  it('is the one that was observed last, whichever comes last', async () => {
    await start({ SCAN_CONCURRENCY: '0' });
    const observedAt = Date.now();
    await keep('c-order', { observedAt });
    expect(await codeOf(keep('c-order', { observedAt: observedAt - 1 }))).toBe('SNAPSHOT_OUTDATED');
    const many = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => keep('c-order', { observedAt: observedAt + index, state: { pods: Array.from({ length: index }, () => ({ metadata: { name: 'p' } })) } })));
    expect(many.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect((await as('acme', () => gateway.bus.ask(askSnapshot, { cluster_id: 'c-order' }))).counts).toMatchObject({ pods: 7 });
  });

  it('lies on the disk without anything secret that was posted, and says when it came if it does not say when it was observed', async () => {
    const replica = await start({ SCAN_CONCURRENCY: '0' });
    const secret = 's3cret-value';
    const variable = { name: 'DB_PASSWORD', value: secret };
    const container = { name: 'web', image: 'web:1', command: ['run', `--password=${secret}`], args: [secret], env: [variable], envFrom: [{ secretRef: { name: secret } }], lifecycle: { preStop: { exec: { command: [secret] } } } };
    const metadata = { name: 'web', namespace: 'shop', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ env: [variable] }), note: secret } };
    const pod = { metadata, spec: { nodeName: 'n1', containers: [container], initContainers: [container], ephemeralContainers: [container], volumes: [{ name: 'v', csi: { driver: 'd', volumeAttributes: { secret } } }] } };
    const lists = { pods: [pod], deployments: { items: [{ metadata, spec: { template: pod } }] }, cron_jobs: [{ metadata, spec: { jobTemplate: { spec: { template: pod } } } }] };
    const others = { scaled_objects: [{ metadata, spec: { triggers: [{ type: 'rabbitmq', metadata: { host: `amqp://u:${secret}@mq` } }] } }], launch_templates: [{ LaunchTemplateVersions: [{ LaunchTemplateId: 'lt', LaunchTemplateData: { UserData: secret } }] }] };
    // Large enough to travel packed.
    const state = { ...lists, ...others, nodes: Array.from({ length: 3_000 }, (_, index) => NODE(`node-${index}`)), secrets: [{ data: { a: secret } }], config_maps: [{ data: { a: secret } }] };
    const received_at = new Date().toISOString();
    const packer = new Packer();
    await packer.write(Buffer.from(JSON.stringify(state)));
    const attachment = await packer.finish();
    const shown = await as('acme', () => gateway.bus.ask(askKeepSnapshot, { cluster_id: 'c-secret', customer_id: null, region: 'us-east-1', received_at }, { attachment }));
    expect(shown).toMatchObject({ counts: { nodes: 3_000, pods: 1 }, observed_at: received_at });
    const { rows } = await administrator.query<{ blob_id: string }>("SELECT blob_id FROM decisions.cluster_snapshots WHERE cluster_id = 'c-secret'");
    const kept = zstdDecompressSync(await replica.booted.blobs.get(rows[0]?.blob_id ?? '')).toString();
    expect(kept).not.toContain(secret);
    expect(JSON.parse(kept)).toMatchObject({ observed_at: received_at, pods: [{ spec: { nodeName: 'n1', containers: [{ name: 'web' }] } }] });
  });

  it('is refused with the path of what is wrong', async () => {
    await start({ SCAN_CONCURRENCY: '0' });
    const send = (text: string) => as('acme', () => gateway.bus.ask(askKeepSnapshot, { cluster_id: 'c-bad', customer_id: null, region: 'us-east-1', received_at: new Date().toISOString() }, { attachment: Buffer.from(text) }));
    await expect(send('{"nodes":[')).rejects.toMatchObject({ code: 'BAD_JSON', path: 'current_state' });
    await expect(send('{"observed_at":"yesterday"}')).rejects.toMatchObject({ code: 'BAD_TIME', path: 'current_state.observed_at' });
    await expect(send('{"observed_at":"2999-01-01T00:00:00Z"}')).rejects.toMatchObject({ code: 'BAD_TIME', path: 'current_state.observed_at' });
    await expect(send('{"nodes":[{"metadata":{"name":"n"},"status":{"capacity":{"cpu":"5x"}}}]}')).rejects.toMatchObject({ code: 'BAD_QUANTITY', path: 'current_state.nodes[0].status.capacity.cpu' });
    expect(await codeOf(as('acme', () => gateway.bus.ask(askSnapshot, { cluster_id: 'c-bad' })))).toBe('NOT_FOUND');
    await keep('c-mine');
    expect(await codeOf(as('other', () => gateway.bus.ask(askSnapshot, { cluster_id: 'c-mine' })))).toBe('NOT_FOUND');
  });
});

describe('toggles', () => {
  it('are in force on all replicas before long also when no hint comes through', async () => {
    await Promise.all([start({ SCAN_CONCURRENCY: '0' }), start({ SCAN_CONCURRENCY: '0' })]);
    const envelope = { cluster_id: 'c-row', customer_id: null, decision_type: 'ipv4_cost', requirements: {}, constraints: {}, cause: 'routine' } as const;
    const ask = () => codeOf(as('acme', () => gateway.bus.ask(askDecide, { envelope: { ...envelope, request_id: uuid() }, received_at: new Date().toISOString() })));
    expect(await ask()).toBe('no error');
    const write = (enabled: boolean) =>
      administrator.query(
        `INSERT INTO decisions.feature_toggles (toggle, chosen, revision) VALUES ('ipv4_cost_tracking', $1, (SELECT coalesce(max(revision), 0) + 1 FROM decisions.feature_toggles))
         ON CONFLICT (toggle) DO UPDATE SET chosen = excluded.chosen, revision = excluded.revision`,
        [JSON.stringify({ enabled })],
      );
    await write(false);
    // Whichever replica answers; each looks every ten seconds.
    await expect.poll(async () => new Set(await Promise.all(Array.from({ length: 20 }, ask))), { timeout: 25_000, interval: 500 }).toEqual(new Set(['ENGINE_DISABLED']));
    await write(true);
  });

  it('add up the newest decision about each cluster, each tenant its own', async () => {
    await start(AHEAD);
    await Promise.all([keep('c-sum-1', { tenant: 'summer' }), keep('c-sum-2', { tenant: 'summer' })]);
    const savings = async (tenant: string | null) => (await as(tenant, () => gateway.bus.ask(askToggles, {}))).toggles.ipv4_cost_tracking.estimated_savings;
    await expect.poll(() => savings('summer'), soon).toBe(200);
    expect(await savings('nobody')).toBe(0);
    expect(await savings(null)).toBeGreaterThanOrEqual(200);
  });

  it('refuse a change that was made for another revision, and count only real changes', async () => {
    await start({ SCAN_CONCURRENCY: '0' });
    const { revision } = await as(null, () => gateway.bus.ask(askToggles, {}));
    const change = (hours: number, revisions?: readonly number[]) => as(null, () => gateway.bus.ask(askChangeToggles, { toggles: { shadow_it_detection: { auto_scan_interval_hours: hours } }, ...(revisions && { revisions }) }));
    const results = await Promise.allSettled([1, 2, 3, 4].map((hours) => change(hours, [revision])));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []))).toEqual(Array.from({ length: 3 }, () => 'REVISION_MISMATCH'));
    const now = await change(24);
    expect(now.revision).toBe(revision + 2);
    expect((await change(24)).revision).toBe(now.revision);
  });
});
