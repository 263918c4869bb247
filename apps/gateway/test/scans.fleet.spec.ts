import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { DecisionSummary } from '@ml/contracts/decisions';
import { wholeFleet } from '@ml/testing/fleet';

const HOUR_MS = 3_600_000;

/** In the place of the platform: takes the questions for new snapshots. */
const wanted: Record<string, unknown>[] = [];
const platform = createServer((request, response) => {
  void text(request).then((body) => {
    wanted.push({ ...(JSON.parse(body) as object), key: request.headers['x-api-key'] });
    response.writeHead(202).end();
  });
});
await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
const platformUrl = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;

const whole = await wholeFleet({
  only: ['ipv4-cost-tracker', 'image-bloat-analyzer'],
  // The services are half an hour ahead, so that a first look, which comes within a quarter of an hour, is due at once.
  env: { decisions: { SCAN_POLL_SECONDS: '1', DECISION_CLAIM_SECONDS: '5', CLOCK_OFFSET_MS: String(HOUR_MS / 2), CORE_PLATFORM_URL: platformUrl, CORE_PLATFORM_API_KEY: 'core-key' } },
});
const administrator = new pg.Client({ connectionString: whole.servers.database.url });
await administrator.connect();
afterAll(async () => {
  await administrator.end();
  platform.close();
});

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Record<string, unknown>;
}

const call = async (method: string, path: string, { body, headers = {}, key = whole.apiKeys.platform }: { body?: unknown; headers?: Record<string, string>; key?: string } = {}): Promise<Answer> => {
  const response = await fetch(`${whole.gatewayUrl}/api/v1/${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as Record<string, unknown> };
};
const get = (path: string): Promise<Answer> => call('GET', `ml/${path}`);
const put = (path: string, body: unknown, more: { headers?: Record<string, string>; key?: string } = {}): Promise<Answer> => call('PUT', `ml/${path}`, { body, ...more });
const keep = (cluster: string, { observedAt = Date.now(), ...more }: { observedAt?: number; customer_id?: string; region?: string } = {}, key?: string): Promise<Answer> =>
  put(`clusters/${cluster}/snapshot`, { region: 'us-east-1', current_state: { observed_at: new Date(observedAt).toISOString(), addresses: [] }, ...more }, key === undefined ? {} : { key });
const scansOf = async (cluster: string): Promise<readonly DecisionSummary[]> =>
  ((await get(`decisions/history?cluster_id=${cluster}&limit=100`)).body as unknown as readonly DecisionSummary[]).filter(({ origin }) => origin === 'scan');
const onlyScanned = (...keys: readonly string[]): Promise<Answer> => {
  const all = ['bin_packing', 'rightsizing', 'ghost_probe', 'volume_cleanup', 'network_optimizer', 'oomkilled_remediation', 'ipv4_cost_tracking', 'image_bloat_analysis', 'shadow_it_detection', 'noisy_neighbor_detection'];
  return put('features/toggles', { toggles: Object.fromEntries(all.map((key) => [key, { auto_scan_interval_hours: keys.includes(key) ? 24 : null }])) });
};
const decide = (path: string, id: string): Promise<Answer> =>
  call('POST', `ml/${path}`, { body: { request_id: id, cluster_id: 'c-toggled', decision_type: 'ipv4_cost', current_state: {} } });

describe('feature toggles', () => {
  it('exist for all twelve engines, with the fields of the contract', async () => {
    const { status, etag, body } = await get('features/toggles');
    expect([status, etag]).toEqual([200, `"${String(body['revision'])}"`]);
    const toggles = body['toggles'] as Record<string, Record<string, unknown>>;
    expect(Object.keys(toggles)).toHaveLength(12);
    expect(toggles['image_bloat_analysis']).toEqual({ enabled: true, description: expect.any(String), auto_scan_interval_hours: 168, bloat_threshold_mb: 500, estimated_savings: 0 });
  });

  it('switch an engine off on every route before long, and on again', async () => {
    expect((await put('features/toggles', { toggles: { ipv4_cost_tracking: { enabled: false } } })).status).toBe(200);
    await vi.waitFor(async () => expect((await decide('decision/ipv4-cost', `off-${Date.now()}`)).body).toMatchObject({ status: 409, code: 'ENGINE_DISABLED', retryable: false }), { timeout: 20_000, interval: 200 });
    expect((await decide('decision', `off-${Date.now()}`)).body).toMatchObject({ code: 'ENGINE_DISABLED' });
    await put('features/toggles', { toggles: { ipv4_cost_tracking: { enabled: true } } });
    await vi.waitFor(async () => expect((await decide('decision/ipv4-cost', 'on-again')).status).toBe(200), { timeout: 20_000, interval: 200 });
  });

  it('refuse what they do not know, with the path, and change nothing then', async () => {
    const { body: before } = await get('features/toggles');
    const faultOf = async (toggles: unknown): Promise<unknown> => {
      const { status, body } = await put('features/toggles', { toggles });
      return [status, body['code'], body['path']];
    };
    expect(await faultOf({ time_travel: { enabled: true } })).toEqual([400, 'UNKNOWN_FIELD', 'toggles.time_travel']);
    expect(await faultOf({ ipv4_cost_tracking: { bloat_threshold_mb: 1 } })).toEqual([400, 'UNKNOWN_FIELD', 'toggles.ipv4_cost_tracking.bloat_threshold_mb']);
    expect(await faultOf({ ipv4_cost_tracking: { auto_scan_interval_hours: -1 } })).toEqual([400, 'BAD_FIELD', 'toggles.ipv4_cost_tracking.auto_scan_interval_hours']);
    expect(await faultOf({ ipv4_cost_tracking: { auto_scan_interval_hours: 1.5 } })).toEqual([400, 'BAD_FIELD', 'toggles.ipv4_cost_tracking.auto_scan_interval_hours']);
    expect(await faultOf({ image_bloat_analysis: { bloat_threshold_mb: 0, enabled: false } })).toEqual([400, 'BAD_FIELD', 'toggles.image_bloat_analysis.bloat_threshold_mb']);
    expect(await faultOf({ ipv4_cost_tracking: { enabled: 'yes' } })).toEqual([400, 'BAD_FIELD', 'toggles.ipv4_cost_tracking.enabled']);
    expect((await get('features/toggles')).body).toEqual(before);
  });

  it('lose no update: a change made for another revision is refused', async () => {
    const { etag, body } = await get('features/toggles');
    const change = { toggles: { shadow_it_detection: { min_age_days: 14 } } };
    expect((await put('features/toggles', change, { headers: { 'if-match': etag ?? '' } })).status).toBe(200);
    expect((await put('features/toggles', change, { headers: { 'if-match': etag ?? '' } })).body).toMatchObject({ status: 412, code: 'REVISION_MISMATCH' });
    expect((await put('features/toggles', body)).body).toMatchObject({ code: 'REVISION_MISMATCH' });
    const { body: now } = await get('features/toggles');
    // What was got can be sent back whole.
    expect((await put('features/toggles', now)).body['revision']).toBe(now['revision']);
  });

  it('count where the request does not say it, in the decision as it is stored', async () => {
    const inputOf = async (requirements: object): Promise<unknown> => {
      const { body } = await call('POST', 'ml/decision/image-bloat', { body: { request_id: `t-${Date.now()}`, cluster_id: 'c-threshold', current_state: {}, requirements } });
      const { rows } = await administrator.query<{ requirements: unknown }>("SELECT input_state -> 'envelope' -> 'requirements' AS requirements FROM decisions.decision_execution_log WHERE execution_id = $1", [body['decision_id']]);
      return rows[0]?.requirements;
    };
    expect(await inputOf({ region: 'us-east-1' })).toEqual({ region: 'us-east-1', bloat_threshold_mb: 500 });
  });

  it("are the fleet's: a tenant's key reads them and changes nothing", async () => {
    const { body } = await call('POST', 'admin/api-keys', { key: whole.apiKeys.admin, body: { name: 'acme', scope: 'admin', tenant: 'acme' } });
    const key = body['key'] as string;
    expect((await call('GET', 'ml/features/toggles', { key })).status).toBe(200);
    expect((await put('features/toggles', { toggles: {} }, { key })).body).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect((await keep('c-theirs', { customer_id: 'globex' }, key)).body).toMatchObject({ status: 403, code: 'TENANT_MISMATCH', path: 'customer_id' });
    expect((await call('GET', 'ml/clusters/c-theirs/snapshot?customer_id=globex', { key })).body).toMatchObject({ code: 'TENANT_MISMATCH' });
  });
});

describe('cluster snapshots', () => {
  it('are refused with the path of what is wrong', async () => {
    const of = async (answer: Promise<Answer>): Promise<unknown> => {
      const { status, body } = await answer;
      return [status, body['code'], body['path']];
    };
    expect(await of(get('clusters/never-heard-of/snapshot'))).toEqual([404, 'NOT_FOUND', 'cluster_id']);
    expect(await of(put(`clusters/${'x'.repeat(129)}/snapshot`, { region: 'us-east-1', current_state: {} }))).toEqual([400, 'BAD_PARAMETER', 'path.cluster_id']);
    expect(await of(get(`clusters/${encodeURIComponent('ü'.repeat(128))}/snapshot`))).toEqual([404, 'NOT_FOUND', 'cluster_id']);
    expect(await of(put('clusters/c/snapshot', { current_state: {} }))).toEqual([400, 'MISSING_FIELD', 'region']);
    expect(await of(put('clusters/c/snapshot', { region: 'us-east-1' }))).toEqual([400, 'MISSING_FIELD', 'current_state']);
    expect(await of(put('clusters/c/snapshot', { region: 'Mars', current_state: {} }))).toEqual([400, 'UNKNOWN_REGION', 'region']);
    expect(await of(put('clusters/c/snapshot', '{"region":"us-east-1","current_state":{"nodes":[1,}}'))).toEqual([400, 'BAD_JSON', expect.any(String)]);
    expect(await of(put('clusters/c/snapshot', { region: 'us-east-1', current_state: { nodes: [{ metadata: {} }] } }))).toEqual([400, 'MISSING_FIELD', 'current_state.nodes[0].metadata.name']);
  });

  it('keep nothing of what nobody reads, and only the newest', async () => {
    const secret = 'a-very-secret-value';
    const observed_at = new Date().toISOString();
    const pod = { metadata: { name: 'p', annotations: { note: secret } }, spec: { containers: [{ name: 'c', env: [{ name: 'KEY', value: secret }], args: [secret] }] } };
    await onlyScanned();
    const kept = await put('clusters/c-private/snapshot', { region: 'us-east-1', current_state: { observed_at, pods: [pod], secrets: [{ data: secret }] } });
    expect(kept).toMatchObject({ status: 200, body: { counts: { pods: 1 }, stale: false } });
    expect((await get('clusters/c-private/snapshot')).body).toEqual(kept.body);
    const earlier = new Date(Date.now() - 60_000).toISOString();
    expect((await put('clusters/c-private/snapshot', { region: 'us-east-1', current_state: { observed_at: earlier } })).body).toMatchObject({ status: 409, code: 'SNAPSHOT_OUTDATED', retryable: false });
    const { rows } = await administrator.query<{ all: string }>("SELECT to_jsonb(snap)::text AS all FROM decisions.cluster_snapshots snap WHERE cluster_id = 'c-private'");
    expect(rows[0]?.all).not.toContain(secret);
  });
});

describe('scheduled scans of the fleet', () => {
  it('decide once although the service is killed in the middle', { timeout: 180_000 }, async () => {
    const engine = whole.fleet.service('ipv4-cost-tracker');
    const decisions = whole.fleet.service('decisions');
    await onlyScanned('ipv4_cost_tracking');
    if (engine.pid === undefined) throw new Error('the engine does not run');
    const { pid } = engine;
    // Stopped, it takes the question and does not answer: the scan is in the middle when its service dies.
    process.kill(pid, 'SIGSTOP');
    try {
      expect((await keep('c-killed')).status).toBe(200);
      const cluster = createHash('sha256').update('c-killed').digest('hex').slice(0, 16);
      const claims = async () => (await administrator.query("SELECT 1 FROM decisions.decision_claims WHERE request_id LIKE 'scan:ipv4%' || $1 AND decision_id IS NULL", [cluster])).rowCount;
      await vi.waitFor(async () => expect(await claims()).toBe(1), { timeout: 60_000, interval: 100 });
      await decisions.kill();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await vi.waitFor(async () => expect(await scansOf('c-killed')).toHaveLength(1), { timeout: 60_000, interval: 500 });
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(await scansOf('c-killed')).toHaveLength(1);
  });

  it('ask for a new state instead of deciding on an old one: on the stream and at the platform', { timeout: 60_000 }, async () => {
    await onlyScanned('ipv4_cost_tracking');
    const frames: { topic: string; data: Record<string, unknown> }[] = [];
    const socket = new WebSocket(`${whole.gatewayUrl.replace('http', 'ws')}/api/v1/ml/stream?topics=jobs`, { headers: { 'x-api-key': whole.apiKeys.platform } });
    socket.on('message', (message: Buffer) => frames.push(JSON.parse(message.toString()) as (typeof frames)[number]));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    expect((await keep('c-old', { observedAt: Date.now() - 3 * HOUR_MS, customer_id: 'acme' })).body).toMatchObject({ stale: true });
    await vi.waitFor(() => expect(frames.map(({ topic, data }) => [topic, data['event'], data['cluster_id']])).toContainEqual(['jobs', 'snapshot_wanted', 'c-old']), { timeout: 20_000, interval: 200 });
    await vi.waitFor(() => expect(wanted).toContainEqual(expect.objectContaining({ cluster_id: 'c-old', customer_id: 'acme', key: 'core-key', event: 'snapshot_wanted' })), { timeout: 20_000 });
    expect(await scansOf('c-old')).toEqual([]);
    await keep('c-old', { customer_id: 'acme' });
    await vi.waitFor(async () => expect(await scansOf('c-old')).toHaveLength(1), { timeout: 20_000, interval: 300 });
    socket.close();
  });
});
