import { freePort, portIsFree } from '../infra/ports';
import type { Report } from './report';

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 8001;
const DEFAULT_HOST = '0.0.0.0';
const HIGHEST_PORT = 65_535;

export const gatewayHost = ({ ML_SERVER_HOST: host = '' }: Env): string => (host === '' ? DEFAULT_HOST : host);

/** 0 is any free port. @throws Error when it is no port */
export const wantedPort = ({ ML_SERVER_PORT: text = '' }: Env): number => {
  if (text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT) throw new Error(`ML_SERVER_PORT is "${text}"; a port is a whole number from 0 (any that is free) to ${HIGHEST_PORT}.`);
  return port;
};

/** The port asked for, or another one with a word about it when somebody has taken that. */
export const gatewayPort = async (env: Env, report: Report): Promise<number> => {
  const wanted = wantedPort(env);
  if (wanted === 0) return freePort();
  if (await portIsFree(wanted, gatewayHost(env))) return wanted;
  const port = await freePort();
  report.warn(`port ${wanted} is taken; the gateway listens on ${port} (ML_SERVER_PORT chooses another)`);
  return port;
};
