import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { readEnvFile } from './env-file';
import { inheritedEnv } from './inherited-env';

export interface ImportRun {
  readonly root: string;
  /** `.local`; `undefined`: only help is wanted, and no fleet need run. */
  readonly dir: string | undefined;
  readonly args: readonly string[];
  /** Relative file names are meant from here. */
  readonly cwd: string;
}

/** Pricing's own import, with the rights that pricing has in the running fleet; resolves with its exit code. */
export const runImport = async ({ root, dir, args, cwd }: ImportRun): Promise<number> => {
  const env = { ...inheritedEnv(process.env), ...(dir === undefined ? {} : readEnvFile(dir, 'pricing')) };
  const child = spawn(process.execPath, [path.join(root, 'dist/pricing-import.js'), ...args], { stdio: 'inherit', env, cwd });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};
