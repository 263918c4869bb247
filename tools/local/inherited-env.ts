/** What a service never inherits from the terminal: rights of somebody else, and npm's own. */
const WITHHELD = /^(npm_|DATABASE_URL$|REDIS_URL$|NATS_|DB_|AWS_|PG|OPS_|ML_SERVER_|ML_BOOTSTRAP_)/;
const AWS = /^AWS_/;

type Env = Readonly<Record<string, string | undefined>>;

/** Settings that the person at the terminal has made reach every service; credentials only those that need them. */
export const inheritedEnv = (env: Env): Readonly<Record<string, string>> => defined(env, (name) => !WITHHELD.test(name));

export const awsEnv = (env: Env): Readonly<Record<string, string>> => defined(env, (name) => AWS.test(name));

const defined = (env: Env, keep: (name: string) => boolean): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value !== undefined && keep(name) ? [[name, value]] : [])));

/** Somebody's AWS account is used only when they have said so. */
export const hasAwsAccount = (env: Env): boolean => [env['AWS_ACCESS_KEY_ID'], env['AWS_PROFILE']].some((value) => value !== undefined && value !== '');
