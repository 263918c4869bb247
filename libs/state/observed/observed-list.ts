import { compareText } from '@ml/units/compare-text';
import type { Read } from '../read';
import { list } from '../shapes';
import { refuseDuplicates } from '../unique';

interface Identity<T> {
  readonly of: (item: T) => readonly string[];
  /** Where the last part of the identity stands in an object; for messages. */
  readonly path: readonly string[];
}

/** A list of what somebody observed, sorted by identity; one identity given twice is refused. */
export const observedList = <T>(read: Read<T>, identity: Identity<T>): Read<readonly T[]> => {
  const items = list(read);
  return (value) => {
    const keyed = items(value).map((item) => ({ item, key: identity.of(item).join(' / ') }));
    refuseDuplicates(keyed, ({ key }) => key, identity.path);
    return keyed.sort((one, other) => compareText(one.key, other.key)).map(({ item }) => item);
  };
};
