import type { Precondition } from '@ml/contracts/decision';
import type { Change } from './changes';
import type { Removal } from './node-removals';

/** What was so when it was decided, and must be so when it is done. */
export const preconditionsFor = (changes: readonly Change[], removals: readonly Removal[]): readonly Precondition[] => [
  ...changes.map(({ candidate: { lever } }) => ({ code: 'REPLICAS_UNCHANGED', target: lever.object, text: `${lever.field} was ${lever.kind === 'suspend' ? String(lever.current === 0) : lever.current}` })),
  ...removals.map(({ billed: { node } }) => ({ code: 'NODE_HAS_NO_PODS', target: { kind: 'Node', name: node.name }, text: 'nothing runs on it but DaemonSets' })),
];
