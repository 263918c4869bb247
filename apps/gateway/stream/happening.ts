import type { StreamTopic } from '@ml/contracts/dto/stream-dto';
import type { Source } from './cursor';

/** Something a client may want to hear of. */
export interface Happening {
  readonly topic: StreamTopic;
  readonly source: Source;
  readonly sequence: number;
  readonly at: string;
  readonly tenant: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Listener = (happening: Happening) => void;
