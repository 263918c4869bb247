import { watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from '../infra/end-process';
import { PidFile } from '../infra/pid-file';
import { buildServices } from './build-services';
import { commandLine } from './command-line';
import { localDirectory } from './local-directory';
import { terminalReport } from './report';
import { currentRunner } from './runner-lock';

const HELP = `npm run dev <service> [-- --once]

Rebuilds, restarts one service of the running fleet, and does so again whenever a source changes (Ctrl-C ends that; --once does it once).
The fleet must run: "npm start" in another terminal. It starts the service again by itself, as it does after a crash.`;

const GRACE_MS = 30_000;
/** An editor writes several files at once. */
const QUIET_MS = 200;
const SOURCES = ['apps', 'libs'];

const restart = async (root: string, name: string): Promise<void> => {
  buildServices(root, terminalReport());
  const entry = new PidFile(path.join(localDirectory(root), 'pids.json')).living().find((one) => one.name === name);
  if (entry === undefined) throw new Error(`${name} is not a service that runs; "npm run status" lists them.`);
  await endProcess(entry, { signal: 'SIGTERM', graceMs: GRACE_MS });
  console.log(`${name} was stopped; the fleet starts it with the new build.`);
};

const follow = async (root: string, name: string): Promise<never> => {
  let changed = false;
  for (const folder of SOURCES) {
    watch(path.join(root, folder), { recursive: true }, (_event, file) => {
      if (file?.endsWith('.ts') === true && !file.endsWith('.spec.ts')) changed = true;
    });
  }
  for (;;) {
    await sleep(QUIET_MS);
    if (!changed) continue;
    changed = false;
    await restart(root, name).catch((error: unknown) => console.error(String(error)));
  }
};

const main = async (root: string, name: string, once: boolean): Promise<void> => {
  if (currentRunner(localDirectory(root)) === undefined) throw new Error('No fleet of this checkout runs: start one with "npm start".');
  await restart(root, name);
  if (!once) await follow(root, name);
};

const { values, positionals } = commandLine(HELP, { options: { once: { type: 'boolean' } }, allowPositionals: true });
const [name] = positionals;
if (name === undefined) {
  console.log(HELP);
} else {
  try {
    await main(process.cwd(), name, values.once === true);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
