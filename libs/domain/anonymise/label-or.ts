import type { CollectionFault } from '@ml/contracts/collection';
import { collectionFault, type CollectionFaultCode } from './collection-fault';
import { keptLabel, OTHER } from './kept-name';
import type { Vocabulary } from './vocabulary';

interface LabelRules {
  readonly path: string;
  readonly code: CollectionFaultCode;
  /** Characters of its column. */
  readonly most: number;
  readonly vocabulary: Vocabulary;
  readonly faults: CollectionFault[];
}

/** The label if all of it is known; else `other`, and a fault more. */
export const labelOr = (posted: unknown, { path, code, most, vocabulary, faults }: LabelRules): string => {
  const label = keptLabel(posted, vocabulary, most);
  if (label === null) faults.push(collectionFault(path, code));
  return label ?? OTHER;
};
