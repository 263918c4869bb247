import type { CollectedProvider } from '@ml/contracts/collection';
import type { PieceMemory } from './piece-memory';
import type { Vocabulary } from './vocabulary';

/** What is known of the scan: its ids are hashed already. */
export interface HashedHeader {
  readonly account_hash: string;
  readonly scan_hash: string;
  readonly provider: CollectedProvider;
}

export interface AnonymiseContext {
  readonly header: HashedHeader;
  /** Milliseconds since the epoch: nothing was detected later. */
  readonly completedAt: number;
  /** Of a resource's id. */
  readonly hash: (resourceId: string) => string;
  readonly vocabulary: Vocabulary;
  /** Whether hourly series are kept besides their summaries. */
  readonly fullSeries: boolean;
  /** Of the resources before it; absent: it comes alone. */
  readonly memory?: PieceMemory;
}
