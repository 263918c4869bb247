import type { CollectionFault } from '@ml/contracts/collection';
import { isObject } from '../prices/is-object';
import type { AnonymiseContext } from './anonymise-context';
import { collectionFault } from './collection-fault';
import type { TrainingRow } from './collected-rows';
import { labelOr } from './label-or';

type ParentColumns = Pick<TrainingRow, 'parent_resource_hash' | 'parent_resource_type' | 'parent_resource_state'>;

const NONE: ParentColumns = { parent_resource_hash: null, parent_resource_type: null, parent_resource_state: null };
const MOST_ID = 2_048;
const MOST_TYPE = 50;
const MOST_STATE = 30;

/** What a resource belongs to; its hash is the one that the parent has as a resource of its own. */
export const keptParent = (parent: unknown, path: string, { hash, vocabulary }: Pick<AnonymiseContext, 'hash' | 'vocabulary'>): { readonly columns: ParentColumns; readonly faults: readonly CollectionFault[] } => {
  if (parent === undefined || parent === null) return { columns: NONE, faults: [] };
  if (!isObject(parent) || !isId(parent['resource_id'])) return { columns: NONE, faults: [collectionFault(path, 'BAD_PARENT')] };
  const faults: CollectionFault[] = [];
  const state = parent['state'];
  const columns = {
    parent_resource_hash: hash(parent['resource_id']),
    parent_resource_type: labelOr(parent['resource_type'], { path: `${path}.resource_type`, code: 'UNKNOWN_PARENT_TYPE', most: MOST_TYPE, vocabulary, faults }),
    parent_resource_state: state === undefined || state === null ? null : labelOr(state, { path: `${path}.state`, code: 'UNKNOWN_PARENT_STATE', most: MOST_STATE, vocabulary, faults }),
  };
  return { columns, faults };
};

const isId = (id: unknown): id is string => typeof id === 'string' && id !== '' && id.length <= MOST_ID;
