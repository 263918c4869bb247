import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decisionMade, outcomeRecorded, type DecisionMade, type OutcomeRecorded } from '@ml/contracts/decisions';
import { predictionsMade, type LoggedPrediction } from '@ml/contracts/predictions';
import { realServers } from '@ml/testing/real';
import { posted, request } from './requests';
import { ADMIN_KEY, DecisionsStandIn, PLATFORM_KEY, runningGateway, standIn } from './running-gateway';
import { ModelsStandIn } from './running-models';

const servers = await realServers();
const { bus } = await standIn(servers, 'decisions', DecisionsStandIn);
const { bus: modelsBus } = await standIn(servers, 'models', ModelsStandIn);
const gateway = await runningGateway(servers, { STREAM_CONNECTIONS: '4' });

interface Frame {
  readonly id: string;
  readonly topic: string;
  readonly data: { readonly event: string; readonly decision_id: string };
}

interface Listening {
  readonly socket: WebSocket;
  readonly frames: Frame[];
  readonly closed: Promise<number>;
}

const STREAM = '/api/v1/ml/stream';
const open: WebSocket[] = [];

const listen = async (path: string, key: string | null = PLATFORM_KEY): Promise<Listening> => {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, key === null ? {} : { headers: { 'x-api-key': key } });
  open.push(socket);
  const frames: Frame[] = [];
  socket.on('message', (message: Buffer) => frames.push(JSON.parse(message.toString()) as Frame));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, frames, closed };
};

const leave = async ({ socket, closed }: Listening): Promise<void> => {
  socket.close();
  await closed;
};

/** What an upgrade is refused with. */
const refusal = (path: string, key: string | null = PLATFORM_KEY): Promise<{ readonly status: number; readonly code: unknown }> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, key === null ? {} : { headers: { 'x-api-key': key } });
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve({ status: response.statusCode ?? 0, code: (JSON.parse(text) as { code: unknown }).code }));
    });
  });

let made = 0;
const tell = async (tenant: string): Promise<string> => {
  made += 1;
  const decision_id = `d-${made}`;
  const body = { tenant, decision_id, request_id: `r-${made}`, cluster_id: 'c', decision_type: 'spot_optimize', verdict: 'act', at: new Date().toISOString() };
  await bus.publish(decisionMade, body as unknown as DecisionMade, { id: decision_id });
  return decision_id;
};
const tellOutcome = (tenant: string, decision_id: string): Promise<void> =>
  bus.publish(outcomeRecorded, { tenant, decision_id, outcome_id: `o-${decision_id}`, result: 'applied' } as unknown as OutcomeRecorded, { id: `o-${decision_id}` });

const predicted = (tenant: string, rows: number): LoggedPrediction => {
  const shown = Array.from({ length: Math.min(rows, 100) }, () => [1, 2]);
  const answered = { model: null, model_type: null, prediction_type: 'inference', role: 'direct', shadow_of: null, confidence: null, fallback: null, latency_ms: 1, at: '2026-11-21T10:00:00Z' } as const;
  return { prediction_id: `p-${tenant}-${rows}`, tenant, rows, ...answered, input: { features: ['a', 'b'], rows: shown }, output: { columns: ['y'], rows: shown.map(() => [3]) } };
};
const tellPredictions = (predictions: readonly LoggedPrediction[]): Promise<void> => modelsBus.publish(predictionsMade, { predictions }, { id: predictions.map(({ prediction_id }) => prediction_id).join() });

const heard = ({ frames }: Listening): readonly string[] => frames.map(({ data }) => `${data.event} ${data.decision_id}`);

describe('the stream', () => {
  it('tells what happens, each tenant its own', async () => {
    const key = (await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'acme', scope: 'viewer', tenant: 'acme' }, { key: ADMIN_KEY }))).body['key'] as string;
    const [all, acme] = [await listen(`${STREAM}?topics=decisions`), await listen(STREAM, key)];
    const first = await tell('acme');
    const second = await tell('globex');
    await tellOutcome('acme', first);
    await expect.poll(() => all.frames.length).toBe(3);
    await expect.poll(() => acme.frames.length).toBe(2);
    expect(heard(all).toSorted()).toEqual([`decision_made ${first}`, `decision_made ${second}`, `outcome_recorded ${first}`]);
    expect(heard(acme).toSorted()).toEqual([`decision_made ${first}`, `outcome_recorded ${first}`]);
    await Promise.all([leave(all), leave(acme)]);
  });

  it('fills the gap of a client that comes back, and goes on from there', async () => {
    const before = await listen(STREAM);
    await tell('acme');
    await expect.poll(() => before.frames.length).toBe(1);
    const last = before.frames[0]?.id ?? '';
    await leave(before);
    const missed = [await tell('acme'), await tell('acme')];
    await tellOutcome('acme', missed[0] ?? '');
    const after = await listen(`${STREAM}?since=${last}`);
    await expect.poll(() => after.frames.length).toBe(3);
    const next = await tell('acme');
    await expect.poll(() => after.frames.length).toBe(4);
    expect(heard(after).filter((text) => text.startsWith('decision_made'))).toEqual([...missed, next].map((id) => `decision_made ${id}`));
    expect(heard(after)).toContain(`outcome_recorded ${missed[0]}`);
    await leave(after);
  });

  it('takes the key in the first message, for browsers', async () => {
    const browser = await listen(`${STREAM}?topics=decisions`, null);
    browser.socket.send(JSON.stringify({ auth: PLATFORM_KEY }));
    // What is told before the key has been looked at is nothing that it hears.
    await expect.poll(async () => tell('acme').then(() => browser.frames.length), { interval: 300 }).toBeGreaterThan(0);
    await leave(browser);
  });

  it('closes on a first message without a good key', async () => {
    const stranger = await listen(STREAM, null);
    stranger.socket.send(JSON.stringify({ auth: 'mlk_guess' }));
    expect(await stranger.closed).toBe(4401);
  });

  it('tells predictions, each tenant its own, also under their old address, and fills their gap', async () => {
    const key = (await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'acme', scope: 'viewer', tenant: 'acme' }, { key: ADMIN_KEY }))).body['key'] as string;
    const [all, acme] = [await listen('/api/v1/ml/predictions/live'), await listen(`${STREAM}?topics=predictions`, key)];
    await tell('acme');
    await tellPredictions([predicted('acme', 1), predicted('globex', 4_096)]);
    await expect.poll(() => all.frames.length).toBe(1);
    await expect.poll(() => acme.frames.length).toBe(1);
    expect(all.frames[0]).toMatchObject({ topic: 'predictions', data: { event: 'predictions_made', count: 2, omitted: 0, predictions: [{ rows: 1 }, { rows: 4_096, input: { features: ['a', 'b'], rows: [[1, 2], [1, 2], [1, 2]] } }] } });
    expect(acme.frames[0]?.data).toMatchObject({ count: 1, predictions: [{ rows: 1 }] });
    expect(JSON.stringify(acme.frames)).not.toContain('globex');
    const last = all.frames[0]?.id ?? '';
    await Promise.all([leave(all), leave(acme)]);
    await tellPredictions([predicted('globex', 2)]);
    const after = await listen(`/api/v1/ml/predictions/live?since=${last}`);
    await expect.poll(() => after.frames.length).toBe(1);
    expect(after.frames[0]?.data).toMatchObject({ count: 1, predictions: [{ rows: 2 }] });
    await leave(after);
    await expect.poll(async () => (await request(gateway, '/api/v1/ml/metrics')).body['predictions_per_minute']).toBe(3);
  });

  it('refuses what it cannot serve, as every other route does', async () => {
    expect(await refusal(STREAM, 'mlk_guess')).toEqual({ status: 401, code: 'INVALID_KEY' });
    expect(await refusal(`${STREAM}?topics=weather`)).toEqual({ status: 400, code: 'BAD_PARAMETER' });
    expect(await refusal(`${STREAM}?since=yesterday`)).toEqual({ status: 400, code: 'BAD_PARAMETER' });
    expect(await refusal('/api/v1/ml/nowhere')).toEqual({ status: 404, code: 'NOT_FOUND' });
  });

  it('holds a bounded number of connections', async () => {
    const clients = await Promise.all([1, 2, 3, 4].map(() => listen(STREAM)));
    expect(await refusal(STREAM)).toEqual({ status: 503, code: 'BUSY' });
    await Promise.all(clients.map(leave));
  });

  it('survives what is not meant for it', async () => {
    const rude = await listen(STREAM);
    rude.socket.send(Buffer.alloc(100_000));
    expect(await rude.closed).toBe(1009);
    expect((await request(gateway, '/livez', { key: null })).status).toBe(200);
  });
});
