import { zstdDecompressSync } from 'node:zlib';
import { checkEngine, type CheckedEngine, type CheckTask } from './check-engine';
import { readAnswer, type CustomAnswer } from './read-answer';
import { runInSandbox } from './run-in-sandbox';
import { SandboxFault } from './sandbox-fault';
import type { SandboxReply, SandboxTask } from './sandbox-task';

// The interpreter asks its host how far local time is from UTC: the same answer on every machine. Nothing else runs in this thread.
Reflect.defineProperty(Date.prototype, 'getTimezoneOffset', { value: () => 0 });

const decoder = new TextDecoder();
const BYTES_PER_MIB = 1024 * 1024;

/** Runs in a worker thread that can be ended from outside: inside one native call, such as a sort, nobody looks at a deadline. */
export const decide = async (task: SandboxTask): Promise<SandboxReply> => {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1_000;
  try {
    return { ok: true, answer: await answerOf(task), seconds: seconds() };
  } catch (error) {
    if (error instanceof SandboxFault) return { ok: false, reason: error.reason, message: error.message, seconds: seconds() };
    return { ok: false, reason: 'ENGINE_CRASHED', message: error instanceof Error ? error.message : 'unknown', seconds: seconds() };
  }
};

const answerOf = async ({ source, request, memory, config, frame, limits, ...packed }: SandboxTask): Promise<CustomAnswer> => {
  const open = (bytes: Uint8Array | null): string => opened(bytes, limits.memoryMb * BYTES_PER_MIB);
  const input = { request, memory, config, now: frame.now, state: open(packed.state), prices: open(packed.prices), pools: open(packed.pools) };
  return readAnswer(await runInSandbox(source, input, limits), frame);
};

/** @throws SandboxFault when it is larger than anything that an engine could be given */
const opened = (bytes: Uint8Array | null, largest: number): string => {
  if (bytes === null) return 'null';
  try {
    return decoder.decode(zstdDecompressSync(bytes, { maxOutputLength: largest }));
  } catch (error) {
    if (error instanceof RangeError) throw new SandboxFault('ENGINE_INPUT_TOO_LARGE', 'the input is larger than the memory that an engine has');
    throw new SandboxFault('ENGINE_INPUT_MISSING', 'the input could not be opened');
  }
};

export const check = ({ bytes, upload }: CheckTask): CheckedEngine => checkEngine(bytes, upload);
