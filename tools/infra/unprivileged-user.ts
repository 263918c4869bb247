import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export interface User {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: User = { uid: 65_534, gid: 65_534 };
const OTHERS_MAY_ENTER = 0o001;
const GROUP_MAY_ENTER = 0o010;
const OWNER_MAY_ENTER = 0o100;

/** PostgreSQL refuses to run as root: `postgres` where that account exists, else nobody. */
export const unprivilegedUser = (passwd: string = readFileSync('/etc/passwd', 'utf8')): User => {
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith('postgres:'))
    ?.split(':');
  return fields === undefined ? NOBODY : { uid: Number(fields[2]), gid: Number(fields[3]) };
};

const mayEnter = (directory: string, user: User): boolean => {
  const { mode, uid, gid } = statSync(directory);
  if (uid === user.uid) return (mode & OWNER_MAY_ENTER) !== 0;
  if (gid === user.gid) return (mode & GROUP_MAY_ENTER) !== 0;
  return (mode & OTHERS_MAY_ENTER) !== 0;
};

/** Whether every directory on the way down to this one lets the user through. */
export const canReach = (directory: string, user: User): boolean => {
  const parent = path.dirname(directory);
  return mayEnter(directory, user) && (parent === directory || canReach(parent, user));
};
