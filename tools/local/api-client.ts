/** The few calls that the tools make, as every caller of the server would. */
export interface ApiClient {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: unknown): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
  /** A file and its fields, as a form sends them. */
  upload<Answer>(path: string, form: FormData): Promise<Answer>;
  remove<Answer>(path: string): Promise<Answer>;
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
/** A model is loaded and asked before it is accepted. */
const UPLOAD_TIMEOUT_MS = 120_000;

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
  const call = async <Answer>(path: string, init: RequestInit, timeoutMs = TIMEOUT_MS): Promise<Answer> => {
    const headers = { 'x-api-key': apiKey, ...(typeof init.body === 'string' && { 'content-type': 'application/json' }) };
    const response = await fetch(new URL(path, gatewayUrl), { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw await toError(response);
    return (await response.json()) as Answer;
  };
  return {
    get: (path) => call(path, { method: 'GET' }),
    post: (path, body) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    put: (path, body) => call(path, { method: 'PUT', body: JSON.stringify(body) }),
    upload: (path, form) => call(path, { method: 'POST', body: form }, UPLOAD_TIMEOUT_MS),
    remove: (path) => call(path, { method: 'DELETE' }),
  };
};
