import type { Frame } from './frames';
import type { HostRequest } from './host-protocol';

export interface AskHost {
  readonly body?: Uint8Array;
  /** From when the host begins with it. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

export interface Job {
  readonly request: HostRequest;
  readonly ask: AskHost;
  readonly settle: (frame: Frame) => void;
  readonly fail: (error: Error) => void;
}

/** One that runs and one that has arrived: the host is never idle while there is work, and what waits here can still be called off. */
const WINDOW = 2;

/** Requests of one host, in their order: those that wait here, and those that it has been sent. */
export class JobLine {
  private readonly waiting: Job[] = [];
  private readonly sent: Job[] = [];

  get length(): number {
    return this.waiting.length + this.sent.length;
  }

  /** Bytes of those that wait. */
  get backlog(): number {
    return this.waiting.reduce((sum, { ask }) => sum + (ask.body?.byteLength ?? 0), 0);
  }

  /** What the host is at. */
  get running(): Job | undefined {
    return this.sent[0];
  }

  add(job: Job): void {
    this.waiting.push(job);
  }

  /** Nobody waits for it any more; what has been sent is answered all the same. */
  callOff(job: Job): void {
    const at = this.waiting.indexOf(job);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  /** The next one to be sent; undefined while the host has enough. */
  next(): Job | undefined {
    const job = this.sent.length < WINDOW ? this.waiting.shift() : undefined;
    if (job !== undefined) this.sent.push(job);
    return job;
  }

  /** The one that has just been answered. */
  answered(): Job | undefined {
    return this.sent.shift();
  }

  takeAll(): readonly Job[] {
    return [...this.sent.splice(0), ...this.waiting.splice(0)];
  }
}
