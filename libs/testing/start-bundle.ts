import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { spawnBundle } from './spawn-bundle';

export interface BundleProcess {
  readonly pid: number;
  /** Resolves when it has ended. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

const START_MS = 60_000;

/** One replica as it is deployed, ready, in a process that a spec may kill, and that ends with the test: call `builtServices()` before. @throws Error with what it printed when it does not get ready */
export const startBundle = async (bundle: string, env: Readonly<Record<string, string>>): Promise<BundleProcess> => {
  const child = spawnBundle(bundle, env);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not get ready:\n${lines.join('\n')}`)), START_MS);
    child.once('exit', (code) => reject(new Error(`it ended with ${String(code)}:\n${lines.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (!line.includes('"msg":"ready"')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid ?? 0, end };
};
