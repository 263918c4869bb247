import { StateFault } from './fault';
import { under, type Read, type Reads } from './read';
import { object } from './shapes';

type Kinds = Readonly<Record<string, Read<unknown>>>;

/**
 * The projection of `current_state` that an engine asks for: the kinds it names, each by its reader.
 * Kinds it does not name, and fields nobody knows, are left behind.
 */
export const currentState = <K extends Kinds>(kinds: K): ((posted: unknown) => { readonly [Kind in keyof K]: Reads<K[Kind]> }) => {
  const read = object(kinds);
  return (posted) => {
    refuseBareList(posted);
    return under('current_state', read, posted ?? {});
  };
};

/** The output of `kubectl get` posted as it is would be an object without a single known kind: everything in it would be left behind in silence. */
const refuseBareList = (posted: unknown): void => {
  if (typeof posted !== 'object' || posted === null || !('kind' in posted) || !('items' in posted)) return;
  throw new StateFault('BAD_STATE', 'current_state.items', 'is one list of objects: put it under the name of its kind, as {"nodes": <the list>}');
};
