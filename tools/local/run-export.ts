import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { readEnvFile } from './env-file';
import type { ImportRun } from './run-import';
import { inheritedEnv } from './inherited-env';

/** The collector's own export, with the rights that the collector has in the running fleet; resolves with its exit code. */
export const runExport = async ({ root, dir, args, cwd }: ImportRun): Promise<number> => {
  const env = { ...inheritedEnv(process.env), ...(dir === undefined ? {} : readEnvFile(dir, 'collector')) };
  const child = spawn(process.execPath, [path.join(root, 'dist/collector-export.js'), ...args], { stdio: 'inherit', env, cwd });
  // A terminal interrupts both, and the export has half a file to take back.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};
