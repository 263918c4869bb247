/** What a service never inherits from the terminal: rights of somebody else, and npm's own. */
const WITHHELD = /^(npm_|DATABASE_URL$|REDIS_URL$|NATS_|DB_|AWS_|PG|OPS_|ML_SERVER_|ML_BOOTSTRAP_)/;
const AWS = /^AWS_/;
/** Whoever has these may do what the account may; where and in which region is said elsewhere. */
const CREDENTIALS = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE|CONTAINER_\w+)$/;
/** Stores that are not of AWS: the keys of a terminal that names one are theirs. */
const OTHER_STORES = ['BLOB_S3_ENDPOINT', 'COLLECT_ARCHIVE_S3_ENDPOINT'];

type Env = Readonly<Record<string, string | undefined>>;

/** Settings that the person at the terminal has made reach every service; credentials only those that need them. */
export const inheritedEnv = (env: Env): Readonly<Record<string, string>> => defined(env, (name) => !WITHHELD.test(name));

export const awsEnv = (env: Env): Readonly<Record<string, string>> => defined(env, (name) => AWS.test(name));

/** Of the object store, where blobs lie in one or the collector copies exports to one; nothing for anybody else. */
export const storeCredentials = (service: string, env: Env): Readonly<Record<string, string>> =>
  env['BLOB_STORE'] === 's3' || (service === 'collector' && isGiven(env['COLLECT_ARCHIVE_S3_BUCKET'])) ? defined(env, (name) => CREDENTIALS.test(name)) : {};

const defined = (env: Env, keep: (name: string) => boolean): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value !== undefined && keep(name) ? [[name, value]] : [])));

/** Somebody's AWS account is used only when they have said so. */
export const hasAwsAccount = (env: Env): boolean => [env['AWS_ACCESS_KEY_ID'], env['AWS_PROFILE']].some(isGiven) && !OTHER_STORES.some((name) => isGiven(env[name]));

const isGiven = (value: string | undefined): boolean => value !== undefined && value !== '';
