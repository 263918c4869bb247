import { v7 as uuid } from 'uuid';
import type { WholeFleet } from '@ml/testing/fleet';

/** One answer as a caller sees it. */
export interface Seen {
  readonly requestId: string;
  /** 0: the connection broke. */
  readonly status: number;
  readonly code: string | undefined;
  readonly retryable: boolean | undefined;
  readonly decisionId: string | undefined;
  readonly at: number;
}

export interface SteadyLoad {
  readonly seen: readonly Seen[];
  /** Waits for the answers that are still out. */
  stop(): Promise<readonly Seen[]>;
}

const CALLERS = 4;
const PAUSE_MS = 100;

export const decisionBody = (requestId: string, count = 20): string =>
  JSON.stringify({
    request_id: requestId,
    cluster_id: `c-${requestId.slice(-4)}`,
    decision_type: 'spot_optimize',
    current_state: {},
    requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count },
  });

/** Asks for one decision. */
export const askOnce = async ({ gatewayUrl, apiKeys }: WholeFleet, requestId: string): Promise<Seen> => {
  const headers = { 'x-api-key': apiKeys.platform, 'content-type': 'application/json' };
  const url = `${gatewayUrl}/api/v1/ml/decision/spot-optimize`;
  try {
    const response = await fetch(url, { method: 'POST', headers, body: decisionBody(requestId) });
    const answer = (await response.json()) as { code?: string; retryable?: boolean; decision_id?: string };
    return { requestId, status: response.status, code: answer.code, retryable: answer.retryable, decisionId: answer.decision_id, at: Date.now() };
  } catch (error) {
    return { requestId, status: 0, code: String(error), retryable: undefined, decisionId: undefined, at: Date.now() };
  }
};

/** A few callers that go on asking, each request under an id of its own. */
export const steadyLoad = (whole: WholeFleet): SteadyLoad => {
  const seen: Seen[] = [];
  let stopped = false;
  const caller = async (): Promise<void> => {
    while (!stopped) {
      seen.push(await askOnce(whole, uuid()));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  const callers = Promise.all(Array.from({ length: CALLERS }, caller));
  return {
    seen,
    stop: async () => {
      stopped = true;
      await callers;
      return seen;
    },
  };
};
