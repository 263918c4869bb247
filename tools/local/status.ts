import path from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { PidFile } from '../infra/pid-file';
import { localDirectory } from './bring-up';
import { readRunFile, type RunFile } from './run-file';
import { currentRunner } from './runner-lock';

const HELP = `npm run status

Shows the processes of this checkout's fleet and what each says about itself.`;

const PROBE_TIMEOUT_MS = 2_000;

const probe = async (url: string | undefined): Promise<string> => {
  if (url === undefined) return 'runs';
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    const { status } = (await response.json()) as { status?: string };
    return status ?? String(response.status);
  } catch {
    return 'does not answer';
  }
};

const table = async (dir: string, run: RunFile | undefined): Promise<string> => {
  const drawn = new Table({ head: ['process', 'pid', 'says', 'probe'], style: { head: [], border: [], compact: true } });
  for (const { name, pid } of new PidFile(path.join(dir, 'pids.json')).living()) {
    const url = run?.services.find((service) => service.name === name)?.ready_url;
    drawn.push([name, pid, await probe(url), url ?? '']);
  }
  return drawn.toString();
};

const main = async (): Promise<void> => {
  const dir = localDirectory(process.cwd());
  const runner = currentRunner(dir);
  const run = readRunFile(dir);
  if (runner === undefined) console.log('No fleet of this checkout runs; "npm start" starts one.');
  else console.log(run === undefined ? `Starting (pid ${runner.pid}).` : `Runs since ${run.started_at} (pid ${runner.pid}), gateway ${run.gateway_url}, prices from ${run.aws}.`);
  console.log(await table(dir, run));
  process.exitCode = runner === undefined ? 1 : 0;
};

const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
if (values.help === true) console.log(HELP);
else await main();
