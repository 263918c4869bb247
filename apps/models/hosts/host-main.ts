import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { AppError, type ErrorBody } from '@ml/contracts/app-error';
import { FrameReader, MOST_BODY, writeFrame, type Frame } from './frames';
import { HOST_SOCKET_FD, type HostAnswer, type HostRequest } from './host-protocol';
import { ModelRunner } from './model-runner';

/** Rather this process than a neighbour when the machine runs out of memory. */
const preferToDie = (): void => {
  try {
    writeFileSync('/proc/self/oom_score_adj', '800');
  } catch {
    // Only Linux has it.
  }
};

const toErrorBody = (error: unknown): ErrorBody => {
  if (error instanceof AppError) return error.toBody();
  return new AppError('MODEL_FAILED', error instanceof Error ? error.message : String(error), { retryable: false }).toBody();
};

preferToDie();
const socket = new Socket({ fd: HOST_SOCKET_FD, readable: true, writable: true });
const runner = new ModelRunner();
let last: Promise<void> = Promise.resolve();

const answer = async ({ head, body }: Frame): Promise<void> => {
  try {
    const { reply, bytes } = await runner.answer(head as HostRequest, body);
    if (bytes !== undefined && bytes.byteLength > MOST_BODY) throw new RangeError(`the answer of the model is larger than ${String(MOST_BODY)} bytes: ask for fewer rows`);
    writeFrame(socket, { ok: reply } satisfies HostAnswer, bytes);
  } catch (error) {
    writeFrame(socket, { error: toErrorBody(error) } satisfies HostAnswer);
  }
};

const reader = new FrameReader((frame) => {
  last = last.then(() => answer(frame));
});
socket.on('data', (chunk: Buffer) => reader.push(chunk));
// Without the service there is nobody to answer.
socket.on('close', () => process.exit(0));
socket.on('error', () => process.exit(0));
