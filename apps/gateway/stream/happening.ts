import type { StreamTopic } from '@ml/contracts/dto/stream-dto';
import type { Source } from './cursor';

type Told = Readonly<Record<string, unknown>>;

/** Something a client may want to hear of. */
export interface Happening {
  readonly topic: StreamTopic;
  readonly source: Source;
  readonly sequence: number;
  readonly at: string;
  /** Of how many things it tells. */
  readonly count: number;
  /** What a client of this tenant may hear of it; null: of all tenants. undefined: nothing. */
  readonly toldTo: (tenant: string | null) => Told | undefined;
}

export type Listener = (happening: Happening) => void;

/** For what belongs to one tenant. */
export const toldToOwner =
  (owner: string, data: Told): Happening['toldTo'] =>
  (tenant) =>
    tenant === null || tenant === owner ? data : undefined;
