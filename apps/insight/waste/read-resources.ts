import { MOST_FAULTS, type CollectionFault } from '@ml/contracts/collection';
import { makeVocabulary, type Vocabulary } from '@ml/domain/anonymise/vocabulary';
import { readPostedResources, type PostedContext, type PostedResource } from '@ml/domain/waste/read-posted-resources';
import { parseResources } from '@ml/platform/parse-resources';

export interface ReadTask extends Omit<PostedContext, 'vocabulary'> {
  /** A JSON list of resources as it was posted. */
  readonly bytes: Uint8Array;
  /** Of the operator, besides ours. */
  readonly words: readonly string[];
}

export interface ResourcesRead {
  readonly resources: readonly PostedResource[];
  /** The first of them. */
  readonly faults: readonly CollectionFault[];
  readonly fault_count: number;
}

/** A thread has the words of one operator. */
let vocabulary: Vocabulary | undefined;

/** Runs in a thread. What it read is gone when it answers, but for the ids that the answer is told by. @throws AppError BAD_JSON, BAD_FIELD that quote nothing */
export const readResources = ({ bytes, words, ...context }: ReadTask): ResourcesRead => {
  vocabulary ??= makeVocabulary(words);
  const { resources, faults } = readPostedResources(parseResources(bytes), { ...context, vocabulary });
  return { resources, faults: faults.slice(0, MOST_FAULTS), fault_count: faults.length };
};
