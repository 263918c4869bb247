/** The documentation page runs its own scripts and styles; nothing else here is a page. */
const DOCS_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const API = { ...ALWAYS, 'content-security-policy': API_POLICY } as const;
const DOCS = { ...ALWAYS, 'content-security-policy': DOCS_POLICY } as const;

export const securityHeaders = (path: string): Readonly<Record<string, string>> => (path.startsWith('/docs') ? DOCS : API);
