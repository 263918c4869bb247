/** The few calls that the tools make, as every caller of the server would. */
export interface ApiClient {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: unknown): Promise<Answer>;
}

export interface Door {
  readonly gatewayUrl: string;
  readonly apiKey: string;
}

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
}

const TIMEOUT_MS = 40_000;

/** The server's own words: `NO_PRICE_DATA: there are no prices ...`. */
const toError = async (response: Response): Promise<Error> => {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as Problem;
    return new Error(`${problem.code ?? response.status}: ${problem.detail ?? problem.title ?? text}`);
  } catch {
    return new Error(`HTTP ${response.status}: ${text.slice(0, 200)}`);
  }
};

export const apiClient = ({ gatewayUrl, apiKey }: Door): ApiClient => {
  const call = async <Answer>(path: string, init: RequestInit): Promise<Answer> => {
    const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
    const response = await fetch(new URL(path, gatewayUrl), { ...init, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw await toError(response);
    return (await response.json()) as Answer;
  };
  return {
    get: (path) => call(path, { method: 'GET' }),
    post: (path, body) => call(path, { method: 'POST', body: JSON.stringify(body) }),
  };
};
