import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { canReach, type User } from './unprivileged-user';

/** Survives a reboot, unlike /tmp. */
const SHELTER = '/var/tmp';

const PREFIX = 'ml-server-';

const shelterOf = (directory: string): string =>
  path.join(SHELTER, `${PREFIX}${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`);

/**
 * A directory that the user owns and can reach. A checkout under root's home is closed to everybody else, whose rights are
 * not ours to widen: then the directory lies in a shelter, and a link stands where it was wanted.
 */
export const reachableDirectory = (wanted: string, user: User | undefined): string => {
  mkdirSync(path.dirname(wanted), { recursive: true });
  if (user === undefined || canReach(path.dirname(wanted), user)) {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    if (user !== undefined) chownSync(wanted, user.uid, user.gid);
    return wanted;
  }
  const shelter = shelterOf(wanted);
  mkdirSync(shelter, { recursive: true, mode: 0o700 });
  chownSync(shelter, user.uid, user.gid);
  if (!lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink()) {
    rmSync(wanted, { recursive: true, force: true });
    symlinkSync(shelter, wanted);
  }
  return shelter;
};

/** Programs with their libraries: used in place, or copied to where the user can reach them. */
export const reachablePrograms = (bin: string, user: User | undefined): string => {
  if (user === undefined || canReach(bin, user)) return bin;
  const root = path.dirname(bin);
  const shelter = shelterOf(root);
  if (!existsSync(path.join(shelter, 'bin', 'postgres'))) {
    mkdirSync(shelter, { recursive: true, mode: 0o755 });
    cpSync(root, shelter, { recursive: true, verbatimSymlinks: true });
  }
  return path.join(shelter, 'bin');
};

const DEEP_ENOUGH = 3;

const sheltersUnder = (directory: string, depth: number): readonly string[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) return depth === 0 ? [] : sheltersUnder(file, depth - 1);
    const target = entry.isSymbolicLink() ? readlinkSync(file) : '';
    return target.startsWith(path.join(SHELTER, PREFIX)) ? [target] : [];
  });

/** Removes a directory and the shelters that links in it lead to. */
export const removeWithShelters = (directory: string): void => {
  for (const shelter of sheltersUnder(directory, DEEP_ENOUGH)) rmSync(shelter, { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
};
