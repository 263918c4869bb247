import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { AppError } from '@ml/contracts/app-error';
import { bundledFile } from '@ml/platform/bundled-file';
import { FrameReader, writeFrame, type Frame } from './frames';
import { HostEnded, type EndReason } from './host-ended';
import { HOST_SOCKET_FD, type HostAnswer, type HostReply, type HostRequest } from './host-protocol';
import { JobLine, type AskHost, type Job } from './job-line';
import { residentMemory } from './resident-memory';

export interface HostLimits {
  readonly memoryBytes: number;
}

const MEMORY_POLL_MS = 250;
const KEPT_WORDS = 2_000;
/** Native code that fails ends with others. */
const FROM_OUTSIDE: readonly (string | null)[] = ['SIGKILL', 'SIGTERM'];

/** One child process with at most one model in it. It answers one request after the other. */
export class HostProcess {
  readonly ended: Promise<HostEnded>;
  private readonly child: ChildProcess;
  private readonly socket: Socket;
  private readonly line = new JobLine();
  private readonly memoryPoll: NodeJS.Timeout;
  private runTimer: NodeJS.Timeout | undefined;
  /** Told when there is nothing left to do. */
  private onIdle: (() => void) | undefined;
  private drained: Promise<void> | undefined;
  /** Why we have ended it; undefined: we have not. */
  private reason: EndReason | undefined;
  private end: HostEnded | undefined;
  private words = '';

  constructor(private readonly limits: HostLimits) {
    // Nothing of our environment: no password is in the process that runs what others have written.
    this.child = spawn(process.execPath, [bundledFile('model-host.js')], { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    // Without a free descriptor the child has no pipes, whatever its type says.
    const stdio = this.child.stdio as ChildProcess['stdio'] | undefined;
    this.socket = (stdio?.[HOST_SOCKET_FD] ?? new Socket()) as Socket;
    this.ended = this.follow();
    this.memoryPoll = setInterval(() => void this.checkMemory().catch(() => undefined), MEMORY_POLL_MS);
    this.memoryPoll.unref();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Requests that it has not answered. */
  get load(): number {
    return this.line.length;
  }

  /** Bytes of those that have not been sent to it. */
  get backlog(): number {
    return this.line.backlog;
  }

  /** @throws AppError the host's own; HostEnded when it ends before it has answered; the signal's reason */
  ask<Request extends HostRequest>(request: Request, ask: AskHost): Promise<{ readonly reply: HostReply<Request>; readonly body: Uint8Array }> {
    const { signal } = ask;
    return new Promise((resolve, reject) => {
      if (this.end !== undefined) return reject(this.end);
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const leave = (): void => {
        this.line.callOff(job);
        reject(signal?.reason as Error);
      };
      const done = (): void => signal?.removeEventListener('abort', leave);
      const job: Job = {
        request,
        ask,
        settle: ({ head, body }) => {
          done();
          const answer = head as HostAnswer;
          if ('error' in answer) reject(AppError.fromBody(answer.error));
          else resolve({ reply: answer.ok as HostReply<Request>, body });
        },
        fail: (error) => {
          done();
          reject(error);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.line.add(job);
      this.send();
    });
  }

  /** Looks now, and not only every so often. @throws HostEnded when it holds more than it may: it is ended */
  async checkMemory(): Promise<void> {
    const bytes = this.pid === undefined ? undefined : await residentMemory(this.pid);
    if (bytes !== undefined && bytes > this.limits.memoryBytes) await this.kill('memory');
    if (this.end !== undefined) throw this.end;
  }

  /** What it has been asked is answered; then it ends. */
  drain(): Promise<void> {
    return (this.drained ??= this.finishWork());
  }

  async kill(reason: EndReason): Promise<void> {
    if (this.end === undefined) this.reason ??= reason;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private async finishWork(): Promise<void> {
    if (this.load > 0 && this.end === undefined) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await this.kill('asked');
  }

  private send(): void {
    const before = this.line.running;
    for (let job = this.line.next(); job !== undefined; job = this.line.next()) writeFrame(this.socket, job.request, job.ask.body);
    if (before === undefined) this.watchRun();
  }

  private watchRun(): void {
    clearTimeout(this.runTimer);
    const { running } = this.line;
    if (running === undefined) return;
    this.runTimer = setTimeout(() => void this.kill('late'), running.ask.limitMs);
    this.runTimer.unref();
  }

  private receive(frame: Frame): void {
    const job = this.line.answered();
    this.watchRun();
    this.send();
    job?.settle(frame);
    if (this.load === 0) this.onIdle?.();
  }

  private follow(): Promise<HostEnded> {
    const reader = new FrameReader((frame) => this.receive(frame));
    this.socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        void this.kill('crashed');
      }
    });
    this.socket.on('error', () => undefined);
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.words = (this.words + text).slice(-KEPT_WORDS);
    });
    return new Promise((resolve) => {
      this.child.on('error', (error) => resolve(this.finish(this.pid === undefined ? 'unborn' : 'crashed', error.message)));
      this.child.on('exit', (code, signal) => resolve(this.finish(FROM_OUTSIDE.includes(signal) ? 'killed' : 'crashed', signal ?? `exit code ${String(code)}`)));
    });
  }

  private finish(reason: EndReason, how: string): HostEnded {
    clearInterval(this.memoryPoll);
    clearTimeout(this.runTimer);
    this.end ??= new HostEnded(this.reason ?? reason, how, this.words);
    this.socket.destroy();
    for (const job of this.line.takeAll()) job.fail(this.end);
    this.onIdle?.();
    return this.end;
  }
}
