import path from 'node:path';
import { endLeftovers } from '../infra/end-leftovers';
import { endProcess } from '../infra/end-process';
import { PidFile } from '../infra/pid-file';
import { commandLine } from './command-line';
import { localDirectory } from './local-directory';
import { removeRunFile } from './run-file';
import { currentRunner } from './runner-lock';

const HELP = `npm run stop

Stops the fleet of this checkout, or what is left of one that was killed. Other processes are left alone.`;

/** The runner stops services and servers one after the other. */
const GRACE_MS = 90_000;

const main = async (): Promise<void> => {
  const dir = localDirectory(process.cwd());
  const runner = currentRunner(dir);
  if (runner !== undefined) await endProcess(runner, { signal: 'SIGTERM', graceMs: GRACE_MS });
  const left = await endLeftovers(new PidFile(path.join(dir, 'pids.json')));
  removeRunFile(dir);
  if (left.length > 0) console.log(`Ended what was left: ${left.map(({ name }) => name).join(', ')}.`);
  console.log(runner === undefined && left.length === 0 ? 'Nothing of this checkout runs.' : 'Stopped.');
};

commandLine(HELP, { options: {} });
await main();
