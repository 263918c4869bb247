import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PidEntry } from '../infra/pid-file';
import { freePort } from '../infra/ports';
import { quoted } from './env-file';
import { shownPath } from './local-directory';
import { NODE_FLAGS } from './node-flags';
import type { Report } from './report';
import { ServiceProcess } from './service-process';
import { EMULATOR, servicePlans, type PlanOptions, type ServiceName, type ServicePlan } from './service-plans';
import { OWNERS } from '../nats/permissions';

export interface FleetOptions extends Omit<PlanOptions, 'ports' | 'modelDir'> {
  /** Where the bundles are. */
  readonly dist: string;
  /** Logs and environments go here. */
  readonly dir: string;
  readonly report: Report;
  readonly revive: boolean;
  readonly note: (entry: PidEntry) => void;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** The services of one installation, each a process of its own. */
export interface Fleet {
  readonly services: ReadonlyMap<ServiceName, ServiceProcess>;
  service(name: ServiceName): ServiceProcess;
  /** The gateway first, so that nothing new comes in while the others finish. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 45_000;

const somePorts = async (): Promise<Readonly<Record<ServiceName, number>>> => {
  const names: readonly ServiceName[] = [EMULATOR, ...OWNERS];
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  return Object.fromEntries([...ports].map((port, index) => [names[index], port])) as Record<ServiceName, number>;
};

/** Where blobs lie is the same for everybody, whatever terminal they come from. */
const OF_THE_FLEET = /^BLOB_/;

/** For a person who wants to run one service by hand: `set -a; . .local/env/pricing.env`. */
const writeEnv = (dir: string, plan: ServicePlan, inherited: Readonly<Record<string, string | undefined>>): void => {
  const own = Object.entries(plan.env).filter(([name, value]) => inherited[name] !== value || OF_THE_FLEET.test(name));
  writeFileSync(path.join(dir, 'env', `${plan.name}.env`), own.map(([name, value]) => `${name}=${quoted(value)}\n`).join(''), { mode: 0o600 });
};

/** The run before this one is kept for a look back; more would only grow. */
const turnLog = (dir: string, { name }: ServicePlan): void => {
  const log = path.join(dir, 'logs', `${name}.log`);
  if (existsSync(log)) renameSync(log, `${log}.1`);
};

const processOf = (plan: ServicePlan, options: FleetOptions): ServiceProcess => {
  const { dir, dist, report, revive } = options;
  const log = path.join(dir, 'logs', `${plan.name}.log`);
  return new ServiceProcess({
    name: plan.name,
    readyUrl: plan.readyUrl,
    revive,
    command: {
      file: process.execPath,
      args: [...NODE_FLAGS, path.join(dist, plan.bundle)],
      env: plan.env,
      cwd: path.dirname(dist),
      log,
    },
    onStart: (identity) => options.note({ pid: identity.pid, started: identity.started, name: plan.name, stopSignal: 'SIGTERM' }),
    onEnd: (how, pauseMs) =>
      report.warn(`${plan.name} has ended (${how}); ${pauseMs === undefined ? 'it stays down' : `started again in ${pauseMs / 1000} s`}; see ${shownPath(log)}`),
  });
};

const stopAll = async (services: readonly ServiceProcess[]): Promise<void> => {
  const [door, ...inner] = [...services].reverse();
  await door?.stop();
  await Promise.all(inner.map((service) => service.stop()));
};

const startAll = async (services: readonly ServiceProcess[], { report, signal }: FleetOptions): Promise<void> => {
  for (const service of services) await service.start();
  for (const service of services) {
    const done = report.step(service.name);
    await service.ready(READY_WITHIN_MS, signal);
    done(`pid ${service.pid ?? '?'}`);
  }
};

/** Starts every service and waits until each says that it is ready. Infrastructure, tables and streams must be there. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  for (const folder of ['env', 'logs']) mkdirSync(path.join(options.dir, folder), { recursive: true });
  const plans = servicePlans({ ...options, modelDir: path.join(options.dir, 'models'), ports: await somePorts() });
  for (const plan of plans) {
    turnLog(options.dir, plan);
    writeEnv(options.dir, plan, options.env);
  }
  const services = new Map(plans.map((plan) => [plan.name, processOf(plan, options)] as const));
  const ordered = [...services.values()];
  try {
    await startAll(ordered, options);
  } catch (error) {
    await stopAll(ordered);
    throw error;
  }
  return {
    services,
    service: (name) => {
      const found = services.get(name);
      if (found === undefined) throw new Error(`${name} is not part of this fleet`);
      return found;
    },
    stop: () => stopAll(ordered),
  };
};
