import type { FaultBoard } from './faults/fault-board';
import { readFaultOrder } from './faults/read-fault-order';
import type { Reply } from './wire/reply';

export interface Controls {
  readonly faults: FaultBoard;
  /** Calls answered so far, by operation. */
  readonly requests: Map<string, number>;
}

function json(status: number, value: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

const EMPTY: Reply = { status: 204, headers: {}, body: '' };

function addFault(body: string, faults: FaultBoard): Reply {
  try {
    return json(201, faults.add(readFaultOrder(JSON.parse(body))));
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : 'the body is not acceptable' });
  }
}

/** The emulator's own routes, under a prefix that no AWS service has; undefined: not one of them. */
export function answerOwnRoute(method: string, path: string, given: Controls & { readonly body: string }): Reply | undefined {
  const { faults, requests, body } = given;
  switch (`${method} ${path}`) {
    case 'GET /livez':
      return json(200, { status: 'ok' });
    case 'GET /_emulator/faults':
      return json(200, { faults: faults.list() });
    case 'POST /_emulator/faults':
      return addFault(body, faults);
    case 'DELETE /_emulator/faults':
      faults.clear();
      return EMPTY;
    case 'GET /_emulator/requests':
      return json(200, { requests: Object.fromEntries(requests) });
    case 'DELETE /_emulator/requests':
      requests.clear();
      return EMPTY;
    default:
      return path.startsWith('/_emulator/') ? json(404, { error: `no route ${method} ${path}` }) : undefined;
  }
}
