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
  if (installed === undefined) throw new Error(`The program of ${server} is not found.`);
  return installed;
};

/** What is started: the directory for PostgreSQL, the file for the others. */
export const programOf = (probe: Probe, sources: Sources, server: ServerName): string => {
  const directory = directoryOf(probe, sources, server);
  return server === 'postgres' ? directory : path.join(directory, `${server}-server`);
};

export const findPrograms = (probe: Probe = machine(), install: typeof installWithApt = installWithApt): Programs => {
  const own = withoutOthers(probe);
  const sources = findServers(own);
  const missing = missingServers(sources);
  if (missing !== undefined) throw new Error(missing);
  const packages = aptPackages(sources);
  if (packages.length > 0) install(packages);
  return { postgres: programOf(own, sources, 'postgres'), nats: programOf(own, sources, 'nats'), redis: programOf(own, sources, 'redis') };
};
