import type { Owner } from '@ml/contracts/wire';
import type { BlobKind } from '@ml/platform/blobs/buckets';

/** Who stores blobs of a kind. Everybody reads every kind: a blob is looked for by its hash alone. */
const BLOB_WRITERS: Readonly<Record<BlobKind, readonly Owner[] | 'everybody'>> = {
  transient: 'everybody',
  snapshot: ['pricing', 'models', 'feedback'],
  history: ['pricing'],
  cluster: ['decisions'],
  replay: ['decisions'],
  export: ['collector'],
  // The gateway takes the file in and passes its name on.
  model: ['gateway', 'models'],
};

export const mayWrite = (owner: Owner, kind: BlobKind): boolean => {
  const writers = BLOB_WRITERS[kind];
  return writers === 'everybody' || writers.includes(owner);
};
