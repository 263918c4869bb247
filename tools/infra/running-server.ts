import type { ProcessIdentity } from './process-identity';

/** One PostgreSQL, NATS or Redis that the caller may use, and stop when it is the caller's own. */
export interface RunningServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Changes with every restart; `undefined` for a server that is not a process of ours. */
  readonly identity: ProcessIdentity | undefined;
  readonly pid: number | undefined;
  /** Orderly; data stay. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Same port, same data; starts it again when it was stopped or killed. */
  restart(): Promise<void>;
}
