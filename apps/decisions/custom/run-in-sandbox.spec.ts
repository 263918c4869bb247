import { describe, expect, it } from 'vitest';
import { runInSandbox, type SandboxInput } from './run-in-sandbox';
import { SandboxFault } from './sandbox-fault';

const INPUT: SandboxInput = { request: '{"request_id":"r"}', state: '{"nodes":[1,2,3]}', prices: 'null', pools: 'null', memory: '[]', config: '{"least":2}', now: 1_795_255_200_000 };
const LIMITS = { seconds: 10, memoryMb: 64 };
/** For those that use all the time they get. */
const SHORT = { ...LIMITS, seconds: 0.1 };

/** What comes out of this body of `decide`. */
const decided = async (body: string, before = '', limits = LIMITS): Promise<unknown> => JSON.parse(await runInSandbox(`${before}\nexport const decide = (input) => { ${body} };`, INPUT, limits));
const reasonOf = (body: string, before: string, limits: typeof LIMITS): Promise<string> =>
  decided(body, before, limits).then(
    (value) => `no fault: ${JSON.stringify(value)}`,
    (error: unknown) => (error instanceof SandboxFault ? `${error.reason} ${error.message}` : String(error)),
  );

const limitsFor = (reason: string): typeof LIMITS => (reason === 'ENGINE_TOO_SLOW' ? SHORT : LIMITS);

describe('the sandbox of custom engines', () => {
  it('gives an engine its whole input as plain data, and takes plain data', async () => {
    expect(await decided('return { input }')).toEqual({
      input: { request: { request_id: 'r' }, state: { nodes: [1, 2, 3] }, facts: { prices: null, pools: null }, memory: [], config: { least: 2 }, now: INPUT.now },
    });
  });

  it.each([
    ['loops for ever', 'while (true);', 'ENGINE_TOO_SLOW'],
    ['loops and catches everything', 'for (;;) { try { for (;;); } catch {} finally { continue; } }', 'ENGINE_TOO_SLOW'],
    ['loops while its error is read', 'throw Object.defineProperty(new Error(), "message", { get() { for (;;); } })', 'ENGINE_TOO_SLOW'],
    ['loops while its answer is written', 'return { toJSON() { for (;;); } }', 'ENGINE_TOO_SLOW'],
    ['collects for ever', 'const all = []; for (;;) all.push(new Array(10_000).fill(1));', 'ENGINE_OUT_OF_MEMORY'],
    ['doubles a text for ever', 'let text = "x"; for (;;) text = (text + text).slice(0);', 'ENGINE_OUT_OF_MEMORY'],
    ['takes a large buffer', 'return { size: new Uint8Array(1e9).length }', 'ENGINE_OUT_OF_MEMORY'],
    ['throws', 'throw new RangeError("no nodes")', 'ENGINE_THREW RangeError: no nodes (engine.js:2)'],
    ['throws what is no error', 'throw null', 'ENGINE_THREW threw a object'],
    ['calls itself for ever', 'const again = () => again() + 1; return { a: again() }', 'stack overflow'],
    ['returns nothing', '', 'ENGINE_THREW TypeError: decide returned a undefined, not { decision }'],
    ['returns a promise', 'return Promise.resolve({})', 'ENGINE_THREW TypeError: decide returned a promise'],
    ['returns a circle', 'const a = {}; a.a = a; return a;', 'ENGINE_THREW TypeError: circular reference'],
    ['returns NaN', 'return { estimated_savings: NaN }', 'ENGINE_THREW TypeError: estimated_savings is NaN'],
    ['returns a bigint', 'return { a: 1n }', 'ENGINE_THREW TypeError'],
    ['returns 10 MB of text', 'return { text: "x".repeat(10e6) }', 'ENGINE_ANSWER_TOO_LARGE'],
    ['asks for the time', 'return { now: Date.now() }', 'ENGINE_THREW Error: there is no clock in an engine'],
    ['makes a date of nothing', 'return { now: new Date() }', 'ENGINE_THREW Error: there is no clock'],
    ['makes a date of nothing by way of a date', 'return { now: new (new Date(0).constructor)() }', 'ENGINE_THREW Error: there is no clock'],
    ['makes a date of nothing by way of a class', 'class Now extends Date {} return { now: new Now() }', 'ENGINE_THREW Error: there is no clock'],
    ['writes the time', 'return { now: Date() }', 'ENGINE_THREW Error: there is no clock'],
    ['draws a number', 'return { drawn: Math.random() }', 'ENGINE_THREW Error: there is no chance'],
    ['opens a process', 'return { pid: process.pid }', 'ENGINE_THREW ReferenceError'],
    ['fetches', 'return fetch("http://localhost")', 'ENGINE_THREW ReferenceError'],
    ['requires', 'return require("fs")', 'ENGINE_THREW ReferenceError'],
    ['gets at the global object by a constructor', 'return (() => {}).constructor("return process.pid")()', 'ENGINE_THREW ReferenceError'],
  ])('survives an engine that %s', async (_, body, reason) => {
    expect(await reasonOf(body, '', limitsFor(reason))).toContain(reason);
    expect(await decided('return { well: true }')).toEqual({ well: true });
  });

  it.each([
    ['is no module', 'const = ;', 'ENGINE_NOT_LOADED SyntaxError'],
    ['imports', 'import fs from "fs";', 'ENGINE_NOT_LOADED'],
    ['loops while it is loaded', 'for (;;);', 'ENGINE_TOO_SLOW'],
    ['throws while it is loaded', 'throw new Error("not today");', 'ENGINE_NOT_LOADED Error: not today (engine.js:1)'],
    ['waits at the top', 'await new Promise(() => {});', 'ENGINE_NOT_LOADED'],
  ])('survives a module that %s', async (_, before, reason) => {
    expect(await reasonOf('return {}', before, limitsFor(reason))).toContain(reason);
  });

  it.each([
    ['while it is loaded', '', 'throw "x".repeat(5e6);'],
    ['as the name of its error', 'throw Object.defineProperty(new Error(), "name", { get() { throw "x".repeat(5e6); } });', ''],
    ['where it is cut', 'throw new Error();', 'String.prototype.slice = () => "x".repeat(5e6);'],
  ])('is told in a sentence what an engine throws that has megabytes to say %s', async (_, body, before) => {
    expect((await reasonOf(body, before, LIMITS)).length).toBeLessThan(600);
  });

  it('imports nothing later either: what waits for it waits for ever', async () => {
    expect(await decided('let seen = "nothing"; import("fs").then(() => { seen = "files"; }, () => {}); return { seen }')).toEqual({ seen: 'nothing' });
  });

  it('keeps nothing from one decision to the next', async () => {
    const counting = 'let times = globalThis.times ?? 0; globalThis.times = times += 1; Object.prototype.polluted = times; JSON.parse = () => 1;';
    expect([await decided('return { times }', counting), await decided('return { times, polluted: ({}).polluted }', 'const times = globalThis.times ?? 0;')]).toEqual([{ times: 1 }, { times: 0 }]);
  });

  it('is not fooled by an engine that writes over the language', async () => {
    expect(await decided('return { nodes: input.state.nodes.length }', 'JSON.stringify = () => "rubbish"; JSON.parse = null; Array.prototype.slice = null; Object.prototype.then = 1;')).toEqual({ nodes: 3 });
  });

  it('reads and writes dates that are given, in UTC', async () => {
    expect(await decided('return { at: new Date(input.now).toISOString(), read: Date.parse("2026-01-01T00:00:00Z"), is: new Date(5) instanceof Date }')).toEqual({
      at: new Date(INPUT.now).toISOString(),
      read: Date.parse('2026-01-01T00:00:00Z'),
      is: true,
    });
  });

  it('refuses an input that would not fit, before it is copied', async () => {
    const large = { ...INPUT, state: `"${'x'.repeat(9 << 20)}"` };
    await expect(runInSandbox('export const decide = () => ({})', large, LIMITS)).rejects.toMatchObject({ reason: 'ENGINE_INPUT_TOO_LARGE' });
  });
});
