import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from '../infra/end-process';
import { isAlive, type ProcessIdentity } from '../infra/process-identity';
import { spawnDetached, type Command, type Spawned } from '../infra/spawn-detached';
import { Backoff } from './backoff';

export interface ServiceOptions {
  readonly name: string;
  readonly command: Command;
  readonly readyUrl: string;
  /** False: what ended stays ended until somebody starts it. */
  readonly revive: boolean;
  readonly onStart: (identity: ProcessIdentity) => void;
  /** It ended without being asked to. */
  readonly onEnd: (how: string, pauseMs: number | undefined) => void;
}

/** Longer than a service takes to drain. */
const GRACE_MS = 30_000;
const POLL_MS = 50;
const PROBE_TIMEOUT_MS = 2_000;
const LAST_LINES = 12;
/** sysexits.h EX_CONFIG: starting it again would end the same way. */
const BAD_CONFIGURATION = 78;
/** One that was never ready is given up after so many ends: waiting would only hide why. */
const ENDS_BEFORE_READY = 3;
/** Whatever ends sooner after its start has not ended in order. */
const SHORTEST_LIFE_MS = 1_000;

const isReady = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};

/** One service as a process of its own, started again when it ends by itself. */
export class ServiceProcess {
  private running: Spawned | undefined;
  private wanted = false;
  private broken: string | undefined;
  private wasReady = false;
  private ends = 0;
  private readonly backoff = new Backoff();

  constructor(private readonly options: ServiceOptions) {}

  get name(): string {
    return this.options.name;
  }

  get readyUrl(): string {
    return this.options.readyUrl;
  }

  /** `undefined` while it does not run. */
  get identity(): ProcessIdentity | undefined {
    return this.running !== undefined && isAlive(this.running) ? this.running : undefined;
  }

  get pid(): number | undefined {
    return this.identity?.pid;
  }

  async start(): Promise<void> {
    this.wanted = true;
    this.broken = undefined;
    const startedAt = performance.now();
    const spawned = await spawnDetached(this.options.command);
    this.running = spawned;
    this.options.onStart(spawned);
    void spawned.ended.then((how) => this.ended(spawned, how, performance.now() - startedAt));
  }

  /** @throws Error when it has ended for good, or is not ready in time. */
  async ready(withinMs: number, signal?: AbortSignal): Promise<void> {
    const end = Date.now() + withinMs;
    while (!(await isReady(this.options.readyUrl))) {
      signal?.throwIfAborted();
      if (this.broken !== undefined) throw new Error(`${this.name} ended (${this.broken}); ${this.lastWords()}`);
      if (Date.now() > end) throw new Error(`${this.name} was not ready within ${withinMs / 1000} s; ${this.lastWords()}`);
      await sleep(POLL_MS);
    }
    this.wasReady = true;
  }

  async stop(): Promise<void> {
    this.wanted = false;
    if (this.running !== undefined) await endProcess(this.running, { signal: 'SIGTERM', graceMs: GRACE_MS });
  }

  /** SIGKILL, as a crash: it is started again when it is to be revived. */
  async kill(): Promise<void> {
    if (this.running !== undefined) await endProcess(this.running, { signal: 'SIGKILL', graceMs: GRACE_MS });
  }

  private lastWords(): string {
    const { log } = this.options.command;
    return `the end of ${log}:\n${readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n')}`;
  }

  private isHopeless(how: number | string): boolean {
    return !this.options.revive || how === BAD_CONFIGURATION || (!this.wasReady && this.ends >= ENDS_BEFORE_READY);
  }

  private async ended(spawned: Spawned, how: number | string, livedMs: number): Promise<void> {
    if (!this.wanted || this.running !== spawned) return;
    // Ended in order by somebody else, as `npm run dev` does: no crash, no pause.
    const pause = how === 0 && livedMs > SHORTEST_LIFE_MS ? 0 : this.backoff.next(livedMs);
    const said = typeof how === 'number' ? `exit code ${how}` : how;
    this.ends += 1;
    if (this.isHopeless(how)) {
      this.broken = said;
      this.options.onEnd(said, undefined);
      return;
    }
    this.options.onEnd(said, pause);
    await sleep(pause, undefined, { ref: false });
    if (this.wanted && this.running === spawned) await this.start();
  }
}
