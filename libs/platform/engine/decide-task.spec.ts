import { describe, expect, it } from 'vitest';
import type { EngineAsk } from '@ml/contracts/engines';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import { createDecideTask } from './decide-task';

const decide = createDecideTask(ENGINE_CATALOGUE.spot_optimize, {});
const envelope = { request_id: 'r', cluster_id: 'c', customer_id: null, decision_type: 'spot_optimize', requirements: {}, constraints: {}, cause: 'routine' } as const;
const ask: EngineAsk = { envelope, version: '2.0.0', mode: 'active', now: '2026-11-20T10:00:00Z', facts: { prices: {}, pools: null }, memory: [], state_form: 'raw' };
const decided = (state: Uint8Array, more: Partial<EngineAsk> = {}) => decide({ ask: { ...ask, ...more }, state: { bytes: state, packed: false, size: state.byteLength, opened: state.byteLength }, prices: [], pools: null, build: 'spec' });
const json = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('deciding in a thread', () => {
  it('answers with the state it has read, which decides the same again', async () => {
    const first = await decided(json('{"nodes":[],"something":{"else":1}}'));
    if (!first.ok) throw new Error(first.error.message);
    const again = await decided(first.projected.bytes, { state_form: 'projected' });
    expect(again.ok && Buffer.from(again.reply).toString()).toBe(Buffer.from(first.reply).toString());
  });

  it.each([
    ['is no JSON', json('{"nodes":NaN}')],
    ['is no UTF-8', Uint8Array.from([...json('{"x":"'), 0xff, 0xfe, ...json('"}')])],
  ])('names the state when it %s', async (_, state) => {
    expect(await decided(state)).toMatchObject({ ok: false, error: { code: 'BAD_JSON', path: 'current_state', retryable: false } });
  });

  it('names the field that cannot be read', async () => {
    const { ok, error } = (await decided(json('{"nodes":[{"metadata":{"name":"n"},"status":{"capacity":{"cpu":"many"}}}]}'))) as { ok: boolean; error?: { code: string; path?: string } };
    expect([ok, error?.code, error?.path]).toEqual([false, 'BAD_QUANTITY', 'current_state.nodes[0].status.capacity.cpu']);
  });
});
