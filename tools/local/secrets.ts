import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiKeys } from './service-plans';

/** Made once per checkout: the data under `.local/` open with them. */
export interface Secrets {
  readonly postgres: string;
  readonly redis: string;
  /** Of database roles and users of the bus, each with the owner's name before it. */
  readonly services: string;
  /** Whole keys, as a caller sends them. */
  readonly apiKeys: ApiKeys;
}

const PASSWORD_BYTES = 18;
/** 256 bits, as every key of the server. */
const KEY_BYTES = 32;

const password = (): string => randomBytes(PASSWORD_BYTES).toString('hex');
const apiKey = (): string => `mlk_${randomBytes(KEY_BYTES).toString('base64url')}`;

export const makeSecrets = (): Secrets => ({
  postgres: password(),
  redis: password(),
  services: password(),
  apiKeys: { platform: apiKey(), admin: apiKey() },
});

export const localSecrets = (dir: string): Secrets => {
  const file = path.join(dir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  mkdirSync(dir, { recursive: true });
  const secrets = makeSecrets();
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
};

/** Of a database role or a user of the bus; on this machine only, so one secret with the name before it will do. */
export const servicePassword = (secrets: Secrets, name: string): string => `${name}-${secrets.services}`;
