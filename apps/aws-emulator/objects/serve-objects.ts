import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultBoard } from '../faults/fault-board';
import { delayOf, refuse } from '../faults/spoil';
import { Refusal } from '../wire/refusal';
import { answerObjectCall } from './answer-object-call';
import { objectRefusal, type ObjectAnswer } from './object-answer';
import { bucketOf, isObjectCall, readObjectCall } from './object-call';
import type { ObjectShelf } from './object-shelf';

interface ObjectHouse {
  readonly shelf: ObjectShelf;
  readonly faults: FaultBoard;
  readonly requests: Map<string, number>;
}

interface Outcome {
  readonly answer: ObjectAnswer;
  readonly cut: boolean;
}

/** Of the refusals that can be ordered for it; throttled when it is none of these. */
const REFUSED: Readonly<Record<string, readonly [status: number, code: string]>> = { internal: [500, 'InternalError'], credentials: [403, 'AccessDenied'] };

const answered = async (request: IncomingMessage, { shelf, faults, requests }: ObjectHouse): Promise<Outcome> => {
  const call = await readObjectCall(request);
  if (call === undefined) return { answer: objectRefusal(400, 'EntityTooLarge'), cut: false };
  if (!isObjectCall(request)) return { answer: objectRefusal(403, 'AccessDenied'), cut: false };
  const operation = `S3${call.method}`;
  requests.set(operation, (requests.get(operation) ?? 0) + 1);
  const struck = faults.strike({ operation, region: undefined, continued: false });
  await wait(delayOf(struck), undefined, { ref: false });
  try {
    refuse(struck);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [status, code] = REFUSED[error.reason] ?? [503, 'SlowDown'];
    return { answer: objectRefusal(status, code), cut: false };
  }
  return { answer: answerObjectCall(call, shelf), cut: struck.some(({ kind }) => kind === 'truncate') };
};

/** Serves what is signed for the object store, and refuses unsigned calls for its buckets. @returns false: the call is for somebody else */
export const serveObjects = async (request: IncomingMessage, response: ServerResponse, house: ObjectHouse): Promise<boolean> => {
  if (!isObjectCall(request) && !house.shelf.has(bucketOf(request.url ?? '/'))) return false;
  const { answer, cut } = await answered(request, house);
  response.writeHead(answer.status, { server: 'aws-emulator', 'x-amz-request-id': randomUUID(), 'content-length': String(answer.body.length), ...answer.headers });
  if (cut) response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
  else response.end(answer.body);
  return true;
};
