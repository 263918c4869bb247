import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, shouldInterruptAfterDeadline, type QuickJSContext, type QuickJSHandle } from 'quickjs-emscripten-core';
import { GUEST_PRELUDE } from './guest-prelude';
import { SandboxFault } from './sandbox-fault';

/** What an engine is given, each part as JSON: nobody outside parses a state. */
export interface SandboxInput {
  readonly request: string;
  readonly state: string;
  /** `null` as text where there is none. */
  readonly prices: string;
  readonly pools: string;
  readonly memory: string;
  readonly config: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface SandboxLimits {
  /** From the first instruction of the engine on; a native call that runs longer is ended from outside. */
  readonly seconds: number;
  /** Of everything: engine, input, answer, interpreter. */
  readonly memoryMb: number;
}

/** Characters of an answer: a recommendation is about 1 KB. */
export const LONGEST_ANSWER = 1024 * 1024;
/** A text is in memory three times before it is an object: as bytes, as a string, and as what is made of it, which is larger. */
const INPUT_SHARE = 1 / 8;
const PAGES_PER_MIB = 16;
/** What the interpreter's own image asks for. */
const FIRST_PAGES = 256;
/** Bytes of the interpreter's stack: some hundred calls deep, well under what the thread itself may take for them. */
const STACK_BYTES = 128 * 1024;
const BYTES_PER_MIB = 1024 * 1024;

let compiled: Promise<WebAssembly.Module> | undefined;
const interpreter = (): Promise<WebAssembly.Module> =>
  (compiled ??= WebAssembly.compile(readFileSync(createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))));

/**
 * Runs `decide` of an engine once, in an interpreter of its own that is thrown away afterwards: what an engine leaves behind reaches no other decision.
 * There is nothing in there but the language: no modules, files, network, clock, chance.
 * @returns the JSON text of what `decide` returned
 * @throws SandboxFault
 */
export const runInSandbox = async (source: string, input: SandboxInput, { seconds, memoryMb }: SandboxLimits): Promise<string> => {
  const size = input.request.length + input.state.length + input.prices.length + input.pools.length + input.memory.length;
  if (size > memoryMb * BYTES_PER_MIB * INPUT_SHARE) {
    throw new SandboxFault('ENGINE_INPUT_TOO_LARGE', `the input has ${Math.ceil(size / BYTES_PER_MIB)} MiB and an engine may be given ${Math.floor(memoryMb * INPUT_SHARE)} MiB`);
  }
  const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: memoryMb * PAGES_PER_MIB });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory, wasmModule: await interpreter() }));
  const runtime = quickjs.newRuntime({ maxStackSizeBytes: STACK_BYTES });
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + seconds * 1_000));
  try {
    // Nothing is disposed: the whole memory goes at once, and after an error nothing in it can be trusted.
    return decideIn(runtime.newContext(), source, input);
  } catch (error) {
    throw error instanceof SandboxFault ? error : new SandboxFault('ENGINE_CRASHED', `the sandbox broke: ${error instanceof Error ? error.message : 'unknown'}`);
  }
};

const decideIn = (context: QuickJSContext, source: string, { now, ...texts }: SandboxInput): string => {
  const call = opened(context, context.evalCode(GUEST_PRELUDE, 'prelude.js', { type: 'global', strict: true }), 'ENGINE_CRASHED');
  const engine = opened(context, context.evalCode(source, 'engine.js', { type: 'module', strict: true }), 'ENGINE_NOT_LOADED');
  const decide = context.getProp(engine, 'decide');
  if (context.typeof(decide) !== 'function') throw new SandboxFault('ENGINE_NOT_LOADED', 'the module exports no function decide');
  const parts = context.newObject();
  for (const [name, text] of Object.entries(texts)) context.setProp(parts, name, context.newString(text));
  context.setProp(parts, 'now', context.newNumber(now));
  const result = opened(context, context.callFunction(call, context.undefined, decide, parts, context.newNumber(LONGEST_ANSWER)), 'ENGINE_THREW');
  return answerIn(context.getString(result));
};

const answerIn = (text: string): string => {
  const rest = text.slice(1);
  if (text.startsWith('A')) return rest;
  if (text.startsWith('L')) throw new SandboxFault('ENGINE_ANSWER_TOO_LARGE', `the answer has ${rest} characters and may have ${LONGEST_ANSWER}`);
  throw faultOf(rest, 'ENGINE_THREW');
};

type Result = ReturnType<QuickJSContext['evalCode']>;

const opened = (context: QuickJSContext, result: Result, otherwise: 'ENGINE_THREW' | 'ENGINE_NOT_LOADED' | 'ENGINE_CRASHED'): QuickJSHandle => {
  if (result.error === undefined) return result.value;
  throw faultOf(textOf(context, result.error), otherwise);
};

/** Where memory has run out, nothing is left to say so with. */
const textOf = (context: QuickJSContext, error: QuickJSHandle): string => {
  const dumped: unknown = context.dump(error);
  if (typeof dumped !== 'object' || dumped === null) return dumped === null ? OUT_OF_MEMORY : String(dumped);
  const { name, message, stack } = dumped as Readonly<Record<string, unknown>>;
  const line = typeof stack === 'string' ? /engine\.js:\d+/.exec(stack)?.[0] : undefined;
  return `${String(name)}: ${String(message)}${line === undefined ? '' : ` (${line})`}`;
};

const OUT_OF_MEMORY = 'InternalError: out of memory';
const LONGEST_TEXT = 500;

const faultOf = (text: string, otherwise: 'ENGINE_THREW' | 'ENGINE_NOT_LOADED' | 'ENGINE_CRASHED'): SandboxFault => {
  if (text.startsWith('InternalError: interrupted')) return new SandboxFault('ENGINE_TOO_SLOW', 'the engine was ended at its deadline');
  if (text.startsWith(OUT_OF_MEMORY)) return new SandboxFault('ENGINE_OUT_OF_MEMORY', 'the engine needs more memory than ENGINE_SANDBOX_MEMORY_MB gives');
  // Whoever cut it before was in the hands of the engine.
  return new SandboxFault(otherwise, text.slice(0, LONGEST_TEXT));
};
