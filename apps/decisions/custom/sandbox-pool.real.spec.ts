import { zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createLogger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { builtServices } from '@ml/testing/built-services';
import type { DecisionsSettings } from '../settings';
import { SandboxFault } from './sandbox-fault';
import { SandboxPool, type SandboxWork } from './sandbox-pool';

builtServices();

const SETTINGS = { sandboxSeconds: 1, sandboxMemoryMb: 64, sandboxThreads: 1 } as SettingsOf<DecisionsSettings>;
const pool = new SandboxPool(SETTINGS, new Metrics('spec'), createLogger('spec', { level: 'silent', file: '/dev/null' }));
afterAll(() => pool.onApplicationShutdown());

const packed = (text: string): Uint8Array => new Uint8Array(zstdCompressSync(text));
const EVIDENCE = { prices_as_of: null, advisor_as_of: null, on_demand_as_of: null, catalogue_as_of: null, source: null, model: null, model_fallback: null, feedback_weight: 0 };
const HOLD = "{ decision: { verdict: 'hold', confidence_score: 1, held: [{ code: 'NOTHING', text: 'Nothing.', target: { kind: 'Node', name: String(found) } }] } }";

/** An engine that holds, and names what its body has `found`. */
const work = (body: string): SandboxWork => ({
  source: `export const decide = (input) => { let found = ''; ${body} return ${HOLD}; };`,
  request: '{}',
  state: packed('{"nodes":[{"name":"n-1"}]}'),
  prices: packed('{"region":"eu-west-1"}'),
  pools: null,
  memory: '[]',
  config: '{}',
  frame: { type: 'bin_packing', now: 1_795_255_200_000, evidence: EVIDENCE },
});
const run = (body: string): Promise<string | undefined> => pool.run(work(body), AbortSignal.timeout(20_000)).then(({ decision }) => decision.held[0]?.target.name);
const reasonOf = (body: string): Promise<string> =>
  run(body).then(
    () => 'no fault',
    (error: unknown) => (error instanceof SandboxFault ? error.reason : String(error)),
  );

describe('the threads of custom engines', () => {
  it('hand an engine the stored state and the snapshot of prices', async () => {
    expect(await run('found = input.state.nodes[0].name + input.facts.prices.region + input.facts.pools;')).toBe('n-1eu-west-1null');
  });

  it('know no zone: local time is UTC on every machine', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Asia/Kolkata';
    try {
      expect(await run("found = [new Date(0).getHours(), new Date(0).getTimezoneOffset(), new Date('2026-01-01T00:00:00').getTime() % 86_400_000].join();")).toBe('0,0,0');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('end with an engine that never comes back from one call, and the next one decides', async () => {
    expect(await reasonOf('Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);')).toBe('ENGINE_TOO_SLOW');
    expect(await run('found = 1;')).toBe('1');
  });

  it.each([
    ['matches for ever', "/^(a+)+$/.test('a'.repeat(60) + 'b');", /ENGINE_TOO_SLOW/],
    ['sorts too much', "const all = []; for (let i = 0; i < 3e6; i += 1) all.push(i * 7919 % 1000003); for (;;) all.sort();", /ENGINE_TOO_SLOW|ENGINE_OUT_OF_MEMORY/],
    ['counts too far', 'let n = 3n; for (;;) n = n * n;', /ENGINE_TOO_SLOW|ENGINE_OUT_OF_MEMORY|ENGINE_THREW/],
    ['writes 10 MB', "found = 'x'.repeat(10e6);", /ENGINE_ANSWER_TOO_LARGE|ENGINE_OUT_OF_MEMORY/],
    ['takes all memory', 'const all = []; for (;;) all.push(new Uint8Array(4e6).fill(1));', /ENGINE_OUT_OF_MEMORY/],
    ['answers nonsense', 'return { decision: { verdict: 7 } };', /ENGINE_BAD_ANSWER/],
  ])('survive an engine that %s', async (_, body, reason) => {
    expect(await reasonOf(body)).toMatch(reason);
    expect(await run('found = 1;')).toBe('1');
  });

  it('are refused to those who would wait too long', async () => {
    const reasons = await Promise.all(Array.from({ length: 20 }, () => reasonOf('for (;;);')));
    expect(new Set(reasons)).toEqual(new Set(['ENGINE_TOO_SLOW', 'SANDBOX_BUSY']));
    expect(await run('found = 1;')).toBe('1');
  });

  it('are left to decisions by shadows and trials, which have one of their own', async () => {
    const ended: string[] = [];
    // Both threads are there: starting one may take longer than a trial may last.
    await Promise.all([run('found = 1;'), pool.run(work('found = 1;'), AbortSignal.timeout(20_000), 'trials')]);
    const trial = pool.run(work('Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);'), AbortSignal.timeout(20_000), 'trials').catch(() => ended.push('trial'));
    await Promise.all([1, 2, 3].map(() => run('found = 1;').then(() => ended.push('decision'))));
    await trial;
    expect(ended).toEqual(['decision', 'decision', 'decision', 'trial']);
  });

  it('give the memory back: engines that take all of theirs leave nothing', async () => {
    const greedy = (rounds: number): Promise<unknown> => Array.from({ length: rounds }).reduce<Promise<unknown>>((before) => before.then(() => reasonOf('const all = []; for (;;) all.push(new Uint8Array(4e6).fill(1));')), Promise.resolve());
    await greedy(8);
    const before = process.memoryUsage().rss;
    await greedy(8);
    expect((process.memoryUsage().rss - before) / (1 << 20)).toBeLessThan(300);
  });
});
