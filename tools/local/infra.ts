import type { NatsUser } from '../nats/authorization';
import type { RunningServer } from '../infra/running-server';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** PostgreSQL, NATS and Redis as the fleet uses them. */
export interface Infra {
  /** As administrator, of the fleet's database. */
  readonly adminUrl: string;
  readonly redisUrl: string;
  readonly natsUrl: string;
  /** `undefined` when NATS is somebody else's: its URL holds the login then. */
  natsLogin(user: NatsUser): Login | undefined;
  /** Processes of our own, in the order of their start. */
  readonly servers: readonly NamedServer[];
}

export interface NamedServer {
  readonly name: string;
  readonly from: string;
  readonly stopSignal: NodeJS.Signals;
  readonly server: RunningServer;
}
