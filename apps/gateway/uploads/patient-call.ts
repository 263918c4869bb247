import type { FastifyRequest } from 'fastify';
import { currentCall, runInCall } from '@ml/platform/call-context';

/** The time a caller has for the work counts from when the file is there, unless it said itself how long it waits. */
export const runPatiently = <Result>(request: FastifyRequest, patienceMs: number, work: () => Promise<Result>): Promise<Result> => {
  const call = currentCall();
  const deadline = request.headers['x-deadline-ms'] === undefined ? Date.now() + patienceMs : call.deadline;
  return runInCall({ ...call, deadline }, work);
};
