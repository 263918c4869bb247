import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { identify, type ProcessIdentity } from './process-identity';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Both streams are appended here. */
  readonly log: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface Spawned extends ProcessIdentity {
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

/** In a session of its own: Ctrl-C in the terminal reaches the runner only, which then stops everything in order. */
export const spawnDetached = async (command: Command): Promise<Spawned> => {
  const log = openSync(command.log, 'a');
  try {
    const child = spawn(command.file, [...command.args], {
      detached: true,
      stdio: ['ignore', log, log],
      env: (command.env ?? process.env) as NodeJS.ProcessEnv,
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid ?? command.uid }),
    });
    const ended = new Promise<number | string>((resolve) => {
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    await once(child, 'spawn');
    child.unref();
    const pid = child.pid ?? 0;
    return { ...(identify(pid) ?? { pid, started: 'ended at once' }), ended };
  } finally {
    closeSync(log);
  }
};
