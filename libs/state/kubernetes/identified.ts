import { fault, isRecord, under, type Read } from '../read';
import { array } from '../shapes';
import { refuseDuplicates } from '../unique';
import { compareText } from '@ml/units/compare-text';

interface Named {
  readonly name: string;
}

interface Namespaced extends Named {
  readonly namespace: string;
}

const NAME_PATH = ['metadata', 'name'] as const;

/** Objects of the whole cluster: sorted by name, so that nothing depends on the order in which a caller lists them. */
export const clusterWide = <T extends Named>(read: Read<T>): Read<readonly T[]> => identified(read, (one, other) => compareText(one.name, other.name), ({ name }) => name);

/** Sorted by namespace and name. */
export const namespaced = <T extends Namespaced>(read: Read<T>): Read<readonly T[]> =>
  identified(
    read,
    (one, other) => compareText(one.namespace, other.namespace) || compareText(one.name, other.name),
    ({ namespace, name }) => `${namespace}/${name}`,
  );

const identified = <T>(read: Read<T>, compare: (one: T, other: T) => number, identityOf: (item: T) => string): Read<readonly T[]> => {
  const readItems = array(read);
  const sorted: Read<readonly T[]> = (value) => {
    const items = readItems(value);
    if (ascends(items, compare)) return items;
    const inOrder = [...items].sort(compare);
    // Neighbours tell; only where two are alike is it worth finding out which of the posted ones came second.
    if (!ascends(inOrder, compare)) refuseDuplicates(items, identityOf, NAME_PATH);
    return inOrder;
  };
  return (value) => {
    if (!isRecord(value) || !('items' in value)) return sorted(value);
    refuseFirstPage(value['metadata']);
    return under('items', sorted, value['items'] ?? []);
  };
};

/** The API server hands out long lists in pages, and says so: what is not on the first would look as if it were not there. */
const refuseFirstPage = (metadata: unknown): void => {
  const next = isRecord(metadata) ? metadata['continue'] : undefined;
  if (typeof next === 'string' && next !== '') throw fault('BAD_STATE', 'the list is only its first part: send all pages as one list').within('continue').within('metadata');
};

const ascends = <T>(items: readonly T[], compare: (one: T, other: T) => number): boolean => {
  let before: T | undefined;
  for (const item of items) {
    if (before !== undefined && compare(before, item) >= 0) return false;
    before = item;
  }
  return true;
};
