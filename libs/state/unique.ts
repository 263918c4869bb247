import { fault } from './read';

/** Two objects under one identity leave open which of them is true. `identityPath` is where the identity stands in each. */
export const refuseDuplicates = <T>(items: readonly T[], identityOf: (item: T) => string, identityPath: readonly string[]): void => {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const identity = identityOf(item);
    if (seen.has(identity)) {
      const problem = fault('DUPLICATE_FIELD', `${JSON.stringify(identity)} is given twice`);
      throw identityPath.reduceRight((inner, key) => inner.within(key), problem).within(index);
    }
    seen.add(identity);
  });
};
