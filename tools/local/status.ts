import path from 'node:path';
import Table from 'cli-table3';
import { PidFile, type PidEntry } from '../infra/pid-file';
import type { ProcessIdentity } from '../infra/process-identity';
import { commandLine } from './command-line';
import { localDirectory } from './local-directory';
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

const table = async (living: readonly PidEntry[], run: RunFile | undefined): Promise<string> => {
  const drawn = new Table({ head: ['process', 'pid', 'says', 'probe'], style: { head: [], border: [], compact: true } });
  for (const { name, pid } of living) {
    const url = run?.services.find((service) => service.name === name)?.ready_url;
    drawn.push([name, pid, await probe(url), url ?? '']);
  }
  return drawn.toString();
};

interface Seen {
  readonly runner: ProcessIdentity | undefined;
  readonly run: RunFile | undefined;
  /** Processes that live. */
  readonly left: number;
}

const summary = ({ runner, run, left }: Seen): string => {
  if (runner === undefined && left > 0) return 'Whoever started these processes was killed; "npm start" takes their place, "npm run stop" ends them.';
  if (runner === undefined) return 'No fleet of this checkout runs; "npm start" starts one.';
  if (run === undefined) return `Starting (pid ${runner.pid}).`;
  return `Runs since ${run.started_at} (pid ${runner.pid}), gateway ${run.gateway_url}, prices from the ${run.aws === 'account' ? 'AWS account' : 'emulator'}.`;
};

const main = async (): Promise<void> => {
  const dir = localDirectory(process.cwd());
  const runner = currentRunner(dir);
  const run = readRunFile(dir);
  const living = new PidFile(path.join(dir, 'pids.json')).living();
  console.log(summary({ runner, run, left: living.length }));
  if (living.length > 0) console.log(await table(living, run));
  process.exitCode = runner === undefined ? 1 : 0;
};

commandLine(HELP, { options: {} });
await main();
