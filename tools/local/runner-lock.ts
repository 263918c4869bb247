import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identify, isAlive, type ProcessIdentity } from '../infra/process-identity';

const fileOf = (dir: string): string => path.join(dir, 'runner.json');

/** The process that runs this checkout's fleet now. */
export const currentRunner = (dir: string): ProcessIdentity | undefined => {
  try {
    const runner = JSON.parse(readFileSync(fileOf(dir), 'utf8')) as ProcessIdentity;
    return isAlive(runner) ? runner : undefined;
  } catch {
    return undefined;
  }
};

/** @throws Error when a fleet of this checkout runs already. */
export const refuseSecondRunner = (dir: string): void => {
  const other = currentRunner(dir);
  if (other !== undefined) throw new Error(`A fleet of this checkout runs already (pid ${other.pid}). "npm run status" shows it, "npm run stop" ends it.`);
};

/** Returns how to resign. @throws Error when a fleet of this checkout runs already. */
export const becomeRunner = (dir: string): (() => void) => {
  mkdirSync(dir, { recursive: true });
  refuseSecondRunner(dir);
  writeFileSync(fileOf(dir), JSON.stringify(identify(process.pid)));
  return () => rmSync(fileOf(dir), { force: true });
};
