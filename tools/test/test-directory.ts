import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endLeftovers } from '../infra/end-leftovers';
import { PidFile } from '../infra/pid-file';
import { removeWithShelters } from '../infra/reachable-directory';
import { identify, isAlive, type ProcessIdentity } from '../infra/process-identity';

const LOCAL = '.local';
const PREFIX = 'test-';
const RUNNER = 'runner.json';
const PIDS = 'pids-';

const ENTER_AND_READ = 0o755;

/** A fresh directory that PostgreSQL's user may pass through. */
export const openDirectory = (prefix: string): string => {
  const directory = mkdtempSync(prefix);
  chmodSync(directory, ENTER_AND_READ);
  return directory;
};

/** Everything one test run writes; the runner's identity tells a later run whether it may clean up. */
export const makeTestDirectory = (root: string): string => {
  const local = path.join(root, LOCAL);
  mkdirSync(local, { recursive: true });
  const directory = openDirectory(path.join(local, PREFIX));
  writeFileSync(path.join(directory, RUNNER), JSON.stringify(identify(process.pid)));
  return directory;
};

/** One file per process: spec files run side by side. */
export const testPidFile = (directory: string): PidFile => new PidFile(path.join(directory, `${PIDS}${process.pid}.json`));

/** Also those of fleets that a spec has started, one folder below. */
const pidFiles = (directory: string): readonly PidFile[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) return existsSync(path.join(file, 'pids.json')) ? [new PidFile(path.join(file, 'pids.json'))] : [];
    return entry.name.startsWith(PIDS) ? [new PidFile(file)] : [];
  });

/** Ends every process that is still noted, and removes the data. */
export const removeTestDirectory = async (directory: string): Promise<void> => {
  for (const pids of pidFiles(directory)) await endLeftovers(pids);
  removeWithShelters(directory);
};

const runnerIsGone = (directory: string): boolean => {
  const file = path.join(directory, RUNNER);
  if (!existsSync(file)) return false;
  const runner = JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity | null;
  return runner === null || !isAlive(runner);
};

/** What runs that were killed have left behind. */
export const removeAbandonedTestDirectories = async (root: string): Promise<void> => {
  const local = path.join(root, LOCAL);
  if (!existsSync(local)) return;
  const directories = readdirSync(local).filter((name) => name.startsWith(PREFIX));
  for (const name of directories) {
    const directory = path.join(local, name);
    if (runnerIsGone(directory)) await removeTestDirectory(directory);
  }
};
