/** The words, in lower case, that a kept text may be made of. */
export type Vocabulary = ReadonlySet<string>;
