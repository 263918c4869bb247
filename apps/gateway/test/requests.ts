import { PLATFORM_KEY, type RunningGateway } from './running-gateway';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

interface Ask {
  readonly method?: string;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | ReadableStream;
}

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

/** With the platform's key unless told. */
export const request = async ({ url }: RunningGateway, path: string, { method = 'GET', key = PLATFORM_KEY, headers = {}, body }: Ask = {}): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(key !== null && { 'x-api-key': key }), ...headers },
    ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
};

const JSON_TYPE = { 'content-type': 'application/json' } as const;

const asBytes = (body: unknown): string | Uint8Array => (typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));

export const posted = (body: unknown, ask: Ask = {}): Ask => ({ ...ask, method: 'POST', headers: { ...JSON_TYPE, ...ask.headers }, body: asBytes(body) });

export const post = (gateway: RunningGateway, path: string, body: unknown): Promise<Answer> => request(gateway, path, posted(body));

export const SPOT = '/api/v1/ml/decision/spot-optimize';

export const goodRequest = {
  request_id: 'req-1',
  cluster_id: 'c-1',
  decision_type: 'spot_optimize',
  current_state: { nodes: [] },
  requirements: { region: 'us-east-1', vcpu: 2, memory_gib: 8, count: 10 },
} as const;
