import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { inheritedEnv } from './inherited-env';
import { localDirectory } from './bring-up';
import { buildServices } from './build-services';
import { readEnvFile } from './env-file';
import { terminalReport } from './report';
import { currentRunner } from './runner-lock';

/** `npm run import -- ...`: pricing's own import, with the rights that pricing has in the running fleet. */
const main = async (root: string, args: readonly string[]): Promise<number> => {
  const dir = localDirectory(root);
  const help = args.includes('--help') || args.length === 0;
  if (!help && currentRunner(dir) === undefined) throw new Error('No fleet of this checkout runs: start one with "npm start", then import in another terminal.');
  buildServices(root, terminalReport(() => undefined));
  const env = { ...inheritedEnv(process.env), ...(help ? {} : readEnvFile(dir, 'pricing')) };
  const child = spawn(process.execPath, [path.join(root, 'dist/pricing-import.js'), ...args], { stdio: 'inherit', env, cwd: process.env['INIT_CWD'] ?? root });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};

try {
  process.exitCode = await main(process.cwd(), process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
