import { jetstream } from '@nats-io/jetstream';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decisionMade, type DecisionMade } from '@ml/contracts/decisions';
import { wholeFleet } from '@ml/testing/fleet';
import { askOnce, steadyLoad, type Seen } from './steady-load';

const AWAY_MS = 20_000;
const SPEC_MS = 180_000;
/** More events than these specs make. */
const MANY = 100_000;

const whole = await wholeFleet({ only: ['spot-optimizer'] });
const { servers, fleet } = whole;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const pids = (): readonly (number | undefined)[] => [...fleet.services.values()].map(({ pid }) => pid);

const stored = async (): Promise<readonly { request_id: string; decision_id: string }[]> => {
  const client = new pg.Client({ connectionString: servers.database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ request_id: string; decision_id: string }>('SELECT request_id, execution_id AS decision_id FROM decisions.decision_execution_log');
    return rows;
  } finally {
    await client.end();
  }
};

/** Decision ids of all events that the stream holds. */
const told = async (): Promise<readonly string[]> => {
  const connection = await servers.nats.connectAs('gateway');
  try {
    const consumer = await jetstream(connection).consumers.get('EVENTS', { filter_subjects: decisionMade.subject });
    const messages = await consumer.fetch({ max_messages: MANY, expires: 2_000 });
    const ids: string[] = [];
    for await (const message of messages) ids.push(message.json<DecisionMade>().decision_id);
    return ids;
  } finally {
    await connection.close();
  }
};

const answersAgain = (): Promise<void> =>
  vi.waitFor(async () => expect((await askOnce(whole, `again-${Date.now()}`)).status).toBe(200), { timeout: 40_000, interval: 250 });

/** What every caller may rely on, whatever was away. */
const checkPromises = async (seen: readonly Seen[]): Promise<void> => {
  const failed = seen.filter(({ status }) => status !== 200);
  expect(failed.filter(({ retryable }) => retryable !== true)).toEqual([]);
  // The same request again: what had been decided meanwhile comes back, the rest is decided now.
  const again = await Promise.all(failed.slice(0, 40).map(({ requestId }) => askOnce(whole, requestId)));
  expect(again.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
  const rows = await stored();
  expect(new Set(rows.map(({ request_id }) => request_id)).size).toBe(rows.length);
  const accepted = [...seen, ...again].flatMap(({ decisionId }) => decisionId ?? []);
  const known = new Set(rows.map(({ decision_id }) => decision_id));
  expect(accepted.filter((id) => !known.has(id))).toEqual([]);
  await vi.waitFor(async () => expect(new Set(await told())).toEqual(known), { timeout: 30_000, interval: 500 });
};

describe('while a part of the server is away', () => {
  let before: readonly (number | undefined)[];
  beforeEach(async () => {
    await answersAgain();
    before = pids();
  });
  afterEach(() => {
    expect(pids()).toEqual(before);
  });

  const outage = async (server: { stop(): Promise<void>; restart(): Promise<void> }): Promise<readonly Seen[]> => {
    const load = steadyLoad(whole);
    await pause(1_500);
    await server.stop();
    await pause(AWAY_MS);
    await server.restart();
    await answersAgain();
    await pause(1_500);
    return load.stop();
  };

  it('goes on without Redis: slower, never wrong, no error', { timeout: SPEC_MS }, async () => {
    const seen = await outage(servers.redis);
    expect(seen.filter(({ status }) => status !== 200)).toEqual([]);
    await checkPromises(seen);
  });

  it('fails in a way that may be tried again while PostgreSQL is away, and recovers by itself', { timeout: SPEC_MS }, async () => {
    const seen = await outage(servers.postgres);
    expect(seen.some(({ code }) => code === 'UNAVAILABLE')).toBe(true);
    await checkPromises(seen);
  });

  it('fails in a way that may be tried again while NATS is away, and recovers by itself', { timeout: SPEC_MS }, async () => {
    const seen = await outage(servers.nats.server);
    expect(seen.some(({ status }) => status !== 200)).toBe(true);
    await checkPromises(seen);
  });
});

describe('an engine that is killed in the middle of a decision', () => {
  it('costs its callers time and nothing else', { timeout: SPEC_MS }, async () => {
    await answersAgain();
    const engine = fleet.service('spot-optimizer');
    const pid = engine.pid;
    if (pid === undefined) throw new Error('the engine does not run');
    // Stopped, it takes the questions and answers none: whatever is asked now is in its hands when it dies.
    process.kill(pid, 'SIGSTOP');
    const asked = Promise.all(Array.from({ length: 6 }, (_, index) => askOnce(whole, `mid-decision-${index}`)));
    await pause(1_000);
    await engine.kill();
    const seen = await asked;
    expect(seen.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    expect(engine.pid).not.toBe(pid);
    await checkPromises(seen);
  });
});
