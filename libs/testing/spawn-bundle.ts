import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** Its input ends with whoever started it, in whatever way that ends: a spec that is killed leaves nothing running. Threads have no input of their own. */
const TIED = "data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.stdin.on('end',()=>process.kill(process.pid,'SIGKILL')).resume().unref()";

/** `dist/<bundle>.js` as it is deployed, with this environment alone: call `builtServices()` before. */
export const spawnBundle = (bundle: string, env: Readonly<Record<string, string>>): ChildProcessByStdio<Writable, Readable, null> =>
  spawn(process.execPath, ['--import', TIED, `dist/${bundle}.js`], { env: { PATH: process.env['PATH'], ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
