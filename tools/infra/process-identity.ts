import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and start time in ticks on Linux, the start date elsewhere. */
  readonly started: string;
}

const STATE = 0;
const START_TICKS = 19;

/** Fields of `/proc/<pid>/stat` after the command, which may itself hold spaces and brackets. */
const statFields = (pid: number): readonly string[] => {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return line.slice(line.lastIndexOf(')') + 2).split(' ');
};

const onLinux = (pid: number): string | undefined => {
  const fields = statFields(pid);
  // Nobody may be there to reap a child whose parent was killed: it is dead all the same.
  if (fields[STATE] === 'Z' || fields[STATE] === 'X') return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[START_TICKS] ?? ''}`;
};

const elsewhere = (pid: number): string | undefined => {
  const [state = 'Z', ...started] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim().split(/\s+/);
  return state.startsWith('Z') ? undefined : started.join(' ');
};

/** `undefined` when no such process lives. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  try {
    const started = process.platform === 'linux' ? onLinux(pid) : elsewhere(pid);
    return started === undefined ? undefined : { pid, started };
  } catch {
    return undefined;
  }
};

export const isAlive = (identity: ProcessIdentity): boolean => identify(identity.pid)?.started === identity.started;
