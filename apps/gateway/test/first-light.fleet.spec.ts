import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ReplayAnswer } from '@ml/contracts/decisions';
import { wholeFleet } from '@ml/testing/fleet';
import { traceSink } from '@ml/testing/trace-sink';

const traces = await traceSink();
const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: traces.url };
const whole = await wholeFleet({ only: ['spot-optimizer'], env: { gateway: tracing, decisions: tracing, 'spot-optimizer': tracing } });

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const BODY = {
  request_id: 'first-light',
  cluster_id: 'c-1',
  decision_type: 'spot_optimize',
  current_state: {},
  requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20 },
};

const decide = async (body: object, headers: Record<string, string> = {}): Promise<DecisionAnswer> => {
  const response = await fetch(`${whole.gatewayUrl}/api/v1/ml/decision/spot-optimize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': whole.apiKeys.platform, ...headers },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as DecisionAnswer;
};

describe('one request through the whole path', () => {
  it('is decided by the real engine on prices of the emulator, with a plan in which all five layers hold', async () => {
    const answer = await decide(BODY);
    expect(answer).toMatchObject({ request_id: 'first-light', verdict: 'act', engine: { name: 'spot_optimizer', version: '2.0.0', mode: 'active' } });
    expect(answer.recommendations).toHaveLength(5);
    const plan = answer['allocation_plan'] as { nodes: { count: number }[]; layers: { holds: boolean }[] };
    expect(plan.nodes.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    expect(plan.layers.map(({ holds }) => holds)).toEqual([true, true, true, true, true]);
    expect(answer.evidence).toMatchObject({ source: 'emulator', price_snapshot: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
  });

  it('is stored and replayed to the same bytes', async () => {
    const { decision_id } = await decide({ ...BODY, request_id: 'to-be-replayed' });
    expect(await whole.api.get(`/api/v1/ml/decisions/${decision_id}`)).toMatchObject({ decision_id, request_id: 'to-be-replayed' });
    const replay = await whole.api.post<ReplayAnswer>(`/api/v1/ml/decisions/${decision_id}/replay`, {});
    expect(replay).toMatchObject({ identical: true, build_differs: false, differences: [] });
  });

  it("is one trace from the caller's own span through gateway, bus, decisions and engine down to SQL", async () => {
    await decide({ ...BODY, request_id: 'traced', requirements: { ...BODY.requirements, count: 23 } }, { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` });
    const ours = () => traces.spans.filter(({ traceId }) => traceId === TRACE_ID);
    await vi.waitFor(() => expect(new Set(ours().map(({ service }) => service))).toEqual(new Set(['gateway', 'decisions', 'spot-optimizer'])), { timeout: 20_000, interval: 200 });
    const names = ours().map(({ service, name }) => `${service}: ${name}`);
    expect(names).toContain('gateway: POST /api/v1/ml/decision/spot-optimize');
    expect(names).toContain('decisions: answer decisions.decide.v1');
    expect(names).toContain('spot-optimizer: answer spot-optimizer.decide.v1');
    expect(names.some((name) => /^decisions: .*INSERT/i.test(name))).toBe(true);
    const known = new Set([...ours().map(({ spanId }) => spanId), '00f067aa0ba902b7']);
    expect(ours().filter(({ parentSpanId }) => !known.has(parentSpanId ?? ''))).toEqual([]);
  });

  it('leaves the key in no log', () => {
    for (const { name } of whole.fleet.services.values()) {
      const log = readFileSync(path.join(whole.directory, 'logs', `${name}.log`), 'utf8');
      for (const key of Object.values(whole.apiKeys)) expect(log.includes(key)).toBe(false);
    }
  });
});

describe('a service that is told to stop', () => {
  it('finishes what it was asked before it goes', async () => {
    const engine = whole.fleet.service('spot-optimizer');
    const asked = Promise.all(Array.from({ length: 8 }, (_, index) => decide({ ...BODY, request_id: `drain-${index}`, requirements: { ...BODY.requirements, count: 30 + index } })));
    if (engine.pid !== undefined) process.kill(engine.pid, 'SIGTERM');
    expect((await asked).every(({ verdict }) => verdict === 'act')).toBe(true);
  });
});
