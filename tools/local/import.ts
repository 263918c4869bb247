import { buildServices } from './build-services';
import { localDirectory } from './local-directory';
import { silentReport } from './report';
import { runImport } from './run-import';
import { currentRunner } from './runner-lock';

/** `npm run import -- ...` */
const main = async (root: string, args: readonly string[]): Promise<number> => {
  const dir = localDirectory(root);
  const help = args.length === 0 || args.includes('--help') || args.includes('-h');
  if (!help && currentRunner(dir) === undefined) throw new Error('No fleet of this checkout runs: start one with "npm start", then import in another terminal.');
  buildServices(root, silentReport);
  return runImport({ root, dir: help ? undefined : dir, args: args.length === 0 ? ['--help'] : args, cwd: process.env['INIT_CWD'] ?? root });
};

try {
  process.exitCode = await main(process.cwd(), process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
