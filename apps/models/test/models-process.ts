import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';
import type { RealServers } from '@ml/testing/real';
import { spawnBundle } from '@ml/testing/spawn-bundle';

export interface ModelsProcess {
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const START_MS = 60_000;

/** One replica as it is deployed, in a process that a spec may kill: call `builtServices()` before. */
export const startModels = async (servers: Pick<RealServers, 'envOf'>): Promise<ModelsProcess> => {
  const env = { MODEL_UPLOAD_DIR: mkdtempSync(path.join(inject('servers').directory, 'models-')), ...servers.envOf('models') };
  const child = spawnBundle('models', env);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
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
  return {
    kill: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
    },
  };
};
