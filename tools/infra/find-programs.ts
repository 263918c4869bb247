import path from 'node:path';
import { findBinary, findServers, missingServers, SERVERS, type ServerName, type Sources } from './find-servers';
import { installWithApt } from './install-with-apt';
import { machine, type Probe } from './probe';

/** Programs of this machine that can be started as our own processes. */
export interface Programs {
  /** The directory of `postgres` and `initdb`. */
  readonly postgres: string;
  readonly nats: string;
  readonly redis: string;
}

/** The same machine without servers that others run: no URL, no container engine. */
const withoutOthers = (probe: Probe): Probe => ({
  ...probe,
  env: { PATH: probe.env['PATH'] },
  succeeds: () => false,
});

export const aptPackages = (sources: Sources): readonly string[] =>
  SERVERS.flatMap((server) => {
    const source = sources[server];
    return source.how === 'apt' ? source.packages : [];
  });

const directoryOf = (probe: Probe, sources: Sources, server: ServerName): string => {
  const source = sources[server];
  if (source.how === 'binary' || source.how === 'embedded') return source.directory;
  const installed = findBinary(probe, server);
  if (installed === undefined) throw new Error(`apt-get has installed ${server}, but its program is not found.`);
  return installed;
};

export const findPrograms = (probe: Probe = machine(), install: typeof installWithApt = installWithApt): Programs => {
  const own = withoutOthers(probe);
  const sources = findServers(own);
  const missing = missingServers(sources);
  if (missing !== undefined) throw new Error(missing);
  const packages = aptPackages(sources);
  if (packages.length > 0) install(packages);
  return {
    postgres: directoryOf(own, sources, 'postgres'),
    nats: path.join(directoryOf(own, sources, 'nats'), 'nats-server'),
    redis: path.join(directoryOf(own, sources, 'redis'), 'redis-server'),
  };
};
