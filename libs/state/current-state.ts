import { under, type Read, type Reads } from './read';
import { object } from './shapes';

type Kinds = Readonly<Record<string, Read<unknown>>>;

/**
 * The projection of `current_state` that an engine asks for: the kinds it names, each by its reader.
 * Kinds it does not name, and fields nobody knows, are left behind.
 */
export const currentState = <K extends Kinds>(kinds: K): ((posted: unknown) => { readonly [Kind in keyof K]: Reads<K[Kind]> }) => {
  const read = object(kinds);
  return (posted) => under('current_state', read, posted ?? {});
};
