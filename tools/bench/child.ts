import { fork, type ChildProcess } from 'node:child_process';
import { NODE_FLAGS } from '../local/node-flags';
import { cpuSeconds } from './cpu-time';

export interface Child {
  readonly pid: number;
  /** Processor seconds since it was started. */
  cpu(): number;
  stop(): Promise<void>;
}

interface ChildOptions {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the child serves. Without it the child says `ready` itself. */
  readonly ready?: () => Promise<void>;
}

/** A benchmark that fails leaves nobody behind. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program and waits until it serves. */
export const startChild = async ({ file, env, ready }: ChildOptions): Promise<Child> => {
  const child = fork(file, [], { execArgv: [...NODE_FLAGS], env: { ...process.env, LOG_FILE: '/dev/null', ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  running.add(child);
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => {
      running.delete(child);
      reject(new Error(`${file} ended with ${code} before it served`));
    });
  });
  gone.catch(() => undefined);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${file} could not be started`);
  await Promise.race([gone, ready === undefined ? saysReady(child) : ready()]);
  return { pid, cpu: () => cpuSeconds(pid), stop: () => stop(child) };
};

const saysReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve();
    });
  });

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
