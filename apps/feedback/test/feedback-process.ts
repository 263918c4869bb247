import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { RealServers } from '@ml/testing/real';
import { spawnBundle } from '@ml/testing/spawn-bundle';

export interface FeedbackProcess {
  end(signal?: NodeJS.Signals): Promise<void>;
}

const START_MS = 60_000;

/** One replica as it is deployed, in a process that a spec may kill, and that ends with the test: call `builtServices()` before. */
export const startFeedback = async (servers: Pick<RealServers, 'envOf'>): Promise<FeedbackProcess> => {
  const child = spawnBundle('feedback', servers.envOf('feedback'));
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
  return { end };
};
