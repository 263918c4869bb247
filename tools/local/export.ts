import { buildServices } from './build-services';
import { localDirectory } from './local-directory';
import { silentReport } from './report';
import { runExport } from './run-export';
import { currentRunner } from './runner-lock';

/** `npm run export -- ...` */
const main = async (root: string, args: readonly string[]): Promise<number> => {
  const dir = localDirectory(root);
  const help = args.includes('--help') || args.includes('-h');
  if (!help && currentRunner(dir) === undefined) throw new Error('No fleet of this checkout runs: start one with "npm start", then export in another terminal.');
  buildServices(root, silentReport);
  return runExport({ root, dir: help ? undefined : dir, args, cwd: process.env['INIT_CWD'] ?? root });
};

try {
  process.exitCode = await main(process.cwd(), process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
