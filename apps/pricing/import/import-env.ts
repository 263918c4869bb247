import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Written by `npm start` for the service of this name. */
const LOCAL_ENV = '.local/env/pricing.env';

/** The environment of pricing: the one given, else that of the fleet which runs here. */
export const importEnv = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  if (env['DATABASE_URL'] !== undefined || env['DB_HOST'] !== undefined || !existsSync(LOCAL_ENV)) return env;
  return { ...parseEnv(readFileSync(LOCAL_ENV, 'utf8')), ...env };
};
