import { execFile, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { spawnBundle } from '@ml/testing/spawn-bundle';

const run = promisify(execFile);
const START_MS = 30_000;

export interface ChildService {
  readonly process: ChildProcess;
  /** The log line with which it said that it is there. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Every line so far, for the message of a failing spec. */
  readonly lines: readonly string[];
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** The bundles as they are deployed: an app knows another one only as a process. */
export const buildBundles = async (): Promise<void> => {
  await run(process.execPath, ['tools/build.mjs']);
};

const parse = (line: string): Record<string, unknown> => {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** Starts `dist/<bundle>.js` and waits for the log line whose message is `message`. */
export const startBundle = async (bundle: string, message: string, env: Readonly<Record<string, string>>): Promise<ChildService> => {
  const child = spawnBundle(bundle, env);
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${bundle} did not say "${message}" in time:\n${lines.join('\n')}`)), START_MS);
    child.once('exit', (code) => reject(new Error(`${bundle} ended with ${String(code)}:\n${lines.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const entry = parse(line);
      if (entry['msg'] !== message) return;
      clearTimeout(timer);
      resolve(entry);
    });
  });
  return {
    process: child,
    ready,
    lines,
    end: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
};
