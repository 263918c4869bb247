import { ENGINES } from '@ml/contracts/engines';
import type { Owner } from '@ml/contracts/wire';
import { DATABASE_OWNERS, type DatabaseOwner } from '@ml/persistence/database-owner';
import { ownerUrl } from '@ml/persistence/bootstrap';
import { OWNERS } from '../nats/permissions';
import { awsEnv, inheritedEnv, storeCredentials } from './inherited-env';
import type { Infra } from './infra';

export const EMULATOR = 'aws-emulator';
export type ServiceName = Owner | typeof EMULATOR;

const ENGINE_SERVICES = Object.values(ENGINES).map(({ owner }) => owner);

/** One process of the fleet: which bundle, with what in its environment, and where it says that it is ready. */
export interface ServicePlan {
  readonly name: ServiceName;
  /** Under `dist/`. */
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  readonly readyUrl: string;
}

export interface ApiKeys {
  readonly platform: string;
  readonly admin: string;
}

export interface PlanOptions {
  readonly infra: Infra;
  /** By name of the service; the emulator's is where it serves. */
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly gatewayPort: number;
  readonly gatewayHost: string;
  /** Real AWS with the account of the terminal, or ours. */
  readonly aws: 'account' | 'emulator';
  readonly password: (name: string) => string;
  /** Where files of active models are kept. */
  readonly modelDir: string;
  /** Whole keys that the gateway lets in from its first start. */
  readonly apiKeys: ApiKeys;
  /** Of the terminal. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The engines that are started beside everything else: all unless told. */
  readonly engines?: readonly Owner[];
  /** Wins over everything; for specs. */
  readonly extra?: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;
}

const LOCAL = '127.0.0.1';

const hasDatabase = (owner: Owner): owner is DatabaseOwner => (DATABASE_OWNERS as readonly string[]).includes(owner);

const databaseEnv = (owner: Owner, { infra, password }: PlanOptions): Readonly<Record<string, string>> =>
  hasDatabase(owner) ? { DATABASE_URL: ownerUrl(infra.adminUrl, { owner, password: password(owner) }) } : {};

const natsEnv = (owner: Owner, { infra }: PlanOptions): Readonly<Record<string, string>> => {
  const login = infra.natsLogin(owner);
  return login === undefined ? { NATS_URL: infra.natsUrl } : { NATS_URL: infra.natsUrl, NATS_USER: login.user, NATS_PASSWORD: login.password };
};

/** The emulator takes any; a service that has some for a store of somebody's needs those. */
const emulatedAccount = (owner: Owner, { env }: PlanOptions): Readonly<Record<string, string>> => {
  const store = storeCredentials(owner, env);
  return Object.keys(store).length > 0 ? store : { AWS_ACCESS_KEY_ID: 'emulator', AWS_SECRET_ACCESS_KEY: 'emulator' };
};

/** Blobs in S3: in the store that is named, else in that of the account, or of the emulator, which keeps them while it runs. */
const blobsEnv = (owner: Owner, options: PlanOptions): Readonly<Record<string, string>> => {
  const { aws, ports, env } = options;
  if (env['BLOB_STORE'] !== 's3' || aws === 'account') return storeCredentials(owner, env);
  return { BLOB_S3_ENDPOINT: env['BLOB_S3_ENDPOINT'] ?? `http://${LOCAL}:${ports[EMULATOR]}`, ...emulatedAccount(owner, options) };
};

/** The same SDK clients either way: only the endpoint and the account differ. */
const emulatedAws = (port: number): Readonly<Record<string, string>> => {
  const endpoint = `http://${LOCAL}:${port}`;
  return { AWS_ENDPOINT_URL: endpoint, SPOT_ADVISOR_URL: `${endpoint}/spot-advisor-data.json` };
};

const pricesEnv = (options: PlanOptions): Readonly<Record<string, string>> => {
  const { aws, ports, env } = options;
  const given = awsEnv(env);
  if (aws === 'account') return given;
  const { AWS_REGION: region } = given;
  const advisor = env['SPOT_ADVISOR_URL'];
  return { ...(region !== undefined && { AWS_REGION: region }), ...emulatedAccount('pricing', options), ...emulatedAws(ports[EMULATOR]), ...(advisor !== undefined && { SPOT_ADVISOR_URL: advisor }) };
};

/** Of an account with invented costs; with somebody's own account, whatever roles they have named. */
const EMULATED_ACCOUNT = '111122223333';

/** Cost Explorer, and the archive of exports where a bucket is named for it. */
const costsEnv = (options: PlanOptions): Readonly<Record<string, string>> => {
  const { aws, ports, env } = options;
  if (aws === 'account') return awsEnv(env);
  const endpoint = `http://${LOCAL}:${ports[EMULATOR]}`;
  return {
    ...emulatedAccount('collector', options),
    COLLECT_ARCHIVE_S3_ENDPOINT: env['COLLECT_ARCHIVE_S3_ENDPOINT'] ?? endpoint,
    COST_EXPLORER_ENDPOINT: endpoint,
    COST_EXPLORER_ROLES: `${EMULATED_ACCOUNT}=arn:aws:iam::${EMULATED_ACCOUNT}:role/cost-reader`,
  };
};

const doorEnv = ({ gatewayHost, gatewayPort, apiKeys }: PlanOptions): Readonly<Record<string, string>> => ({
  ML_SERVER_HOST: gatewayHost,
  ML_SERVER_PORT: String(gatewayPort),
  ML_BOOTSTRAP_PLATFORM_KEY: apiKeys.platform,
  ML_BOOTSTRAP_ADMIN_KEY: apiKeys.admin,
});

const ownEnv = (owner: Owner, options: PlanOptions): Readonly<Record<string, string>> => {
  if (owner === 'gateway') return doorEnv(options);
  if (owner === 'models') return { MODEL_UPLOAD_DIR: options.modelDir };
  if (owner === 'collector') return { COLLECT_HASH_KEY: options.password('collect-hash-key'), ...costsEnv(options) };
  return owner === 'pricing' ? pricesEnv(options) : {};
};

const servicePlan = (owner: Owner, options: PlanOptions): ServicePlan => ({
  name: owner,
  bundle: `${owner}.js`,
  readyUrl: `http://${LOCAL}:${options.ports[owner]}/readyz`,
  env: {
    ...inheritedEnv(options.env),
    REDIS_URL: options.infra.redisUrl,
    OPS_HOST: LOCAL,
    OPS_PORT: String(options.ports[owner]),
    ...natsEnv(owner, options),
    ...databaseEnv(owner, options),
    ...blobsEnv(owner, options),
    ...ownEnv(owner, options),
    ...options.extra?.[owner],
  },
});

const emulatorPlan = (options: PlanOptions): ServicePlan => ({
  name: EMULATOR,
  bundle: `${EMULATOR}.js`,
  readyUrl: `http://${LOCAL}:${options.ports[EMULATOR]}/livez`,
  env: {
    ...inheritedEnv(options.env),
    NODE_ENV: 'development',
    AWS_EMULATOR_HOST: LOCAL,
    AWS_EMULATOR_PORT: String(options.ports[EMULATOR]),
    ...options.extra?.[EMULATOR],
  },
});

/** Every process of the fleet, in the order in which they are started; they are stopped the other way round. */
export const servicePlans = (options: PlanOptions): readonly ServicePlan[] => {
  // The door opens last and closes first.
  const left = new Set(ENGINE_SERVICES.filter((engine) => options.engines?.includes(engine) === false));
  const inner = OWNERS.filter((owner) => owner !== 'gateway' && !left.has(owner));
  const services = [...inner, 'gateway' as const].map((owner) => servicePlan(owner, options));
  return options.aws === 'emulator' ? [emulatorPlan(options), ...services] : services;
};
