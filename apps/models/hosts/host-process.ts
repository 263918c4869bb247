import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { AppError } from '@ml/contracts/app-error';
import { FrameReader, writeFrame, type Frame } from './frames';
import { HostEnded, type EndReason } from './host-ended';
import { hostFile } from './host-file';
import { HOST_SOCKET_FD, type HostAnswer, type HostReply, type HostRequest } from './host-protocol';
import { residentMemory } from './resident-memory';

export interface HostLimits {
  readonly memoryBytes: number;
}

export interface AskHost {
  readonly body?: Uint8Array;
  /** From when the host begins with it. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

interface Job {
  readonly request: HostRequest;
  readonly ask: AskHost;
  readonly settle: (frame: Frame) => void;
  readonly fail: (error: Error) => void;
}

const MEMORY_POLL_MS = 250;
/** One that runs and one that has arrived: the host is never idle while there is work, and what waits here can still be called off. */
const WINDOW = 2;
const KEPT_WORDS = 2_000;

/** One child process with at most one model in it. It answers one request after the other. */
export class HostProcess {
  readonly ended: Promise<HostEnded>;
  private readonly child: ChildProcess;
  private readonly socket: Socket;
  private readonly waiting: Job[] = [];
  private readonly sent: Job[] = [];
  private readonly poll: NodeJS.Timeout;
  private runTimer: NodeJS.Timeout | undefined;
  private reason: EndReason = 'crashed';
  private end_: HostEnded | undefined;
  private words = '';

  constructor(private readonly limits: HostLimits) {
    // Nothing of our environment: no password is in the process that runs what others have written.
    this.child = spawn(process.execPath, [hostFile()], { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    this.socket = this.child.stdio[HOST_SOCKET_FD] as Socket;
    this.ended = this.follow();
    this.poll = setInterval(() => void this.checkMemory(), MEMORY_POLL_MS);
    this.poll.unref();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Requests that it has not answered. */
  get load(): number {
    return this.waiting.length + this.sent.length;
  }

  /** Bytes of those that have not been sent to it. */
  get backlog(): number {
    return this.waiting.reduce((sum, { ask }) => sum + (ask.body?.byteLength ?? 0), 0);
  }

  /** @throws AppError the host's own; HostEnded when it ends before it has answered; the signal's reason */
  ask<Request extends HostRequest>(request: Request, ask: AskHost): Promise<{ readonly reply: HostReply<Request>; readonly body: Uint8Array }> {
    return new Promise((resolve, reject) => {
      if (this.end_ !== undefined) return reject(this.end_);
      if (ask.signal?.aborted === true) return reject(ask.signal.reason as Error);
      const { signal } = ask;
      const leave = (): void => {
        const at = this.waiting.indexOf(job);
        if (at >= 0) this.waiting.splice(at, 1);
        reject(signal?.reason as Error);
      };
      const job: Job = {
        request,
        ask,
        settle: ({ head, body }) => {
          signal?.removeEventListener('abort', leave);
          const answer = head as HostAnswer;
          if ('error' in answer) reject(AppError.fromBody(answer.error));
          else resolve({ reply: answer.ok as HostReply<Request>, body });
        },
        fail: (error) => {
          signal?.removeEventListener('abort', leave);
          reject(error);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(job);
      this.send();
    });
  }

  /** What it has begun is answered; then it ends. */
  async drain(): Promise<void> {
    while (this.load > 0 && this.end_ === undefined) await this.nextAnswer();
    await this.kill('asked');
  }

  async kill(reason: EndReason): Promise<void> {
    if (this.end_ === undefined) this.reason = reason;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private answered: (() => void)[] = [];

  private nextAnswer(): Promise<void> {
    return new Promise((resolve) => this.answered.push(resolve));
  }

  private send(): void {
    while (this.sent.length < WINDOW) {
      const job = this.waiting.shift();
      if (job === undefined) return;
      this.sent.push(job);
      if (this.sent.length === 1) this.watchRun();
      writeFrame(this.socket, job.request, job.ask.body);
    }
  }

  private watchRun(): void {
    clearTimeout(this.runTimer);
    const [running] = this.sent;
    if (running === undefined) return;
    this.runTimer = setTimeout(() => void this.kill('late'), running.ask.limitMs);
    this.runTimer.unref();
  }

  private receive(frame: Frame): void {
    const job = this.sent.shift();
    this.watchRun();
    this.send();
    job?.settle(frame);
    this.tell();
  }

  private tell(): void {
    const told = this.answered;
    this.answered = [];
    for (const resolve of told) resolve();
  }

  private async checkMemory(): Promise<void> {
    const bytes = this.pid === undefined ? undefined : await residentMemory(this.pid);
    if (bytes !== undefined && bytes > this.limits.memoryBytes) await this.kill('memory');
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
      const done = (how: string): void => resolve(this.finish(how));
      this.child.once('error', (error) => {
        if (this.child.pid === undefined) this.reason = 'unborn';
        done(error.message);
      });
      this.child.once('exit', (code, signal) => done(signal ?? `exit code ${String(code)}`));
    });
  }

  private finish(how: string): HostEnded {
    clearInterval(this.poll);
    clearTimeout(this.runTimer);
    this.end_ ??= new HostEnded(this.reason, how, this.words);
    this.socket.destroy();
    for (const job of [...this.sent.splice(0), ...this.waiting.splice(0)]) job.fail(this.end_);
    this.tell();
    return this.end_;
  }
}
