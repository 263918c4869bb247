import type { NodeState } from '@ml/state/kubernetes/node';
import type { NodeLimit } from './ask';
import { isLeaving } from './leaving-node';

/** How many nodes may be taken away at once: the share rounded up, less those that are going or not there already. */
export const nodesAtOnce = (nodes: readonly NodeState[], limit: NodeLimit): number => {
  const gone = nodes.filter((node) => isLeaving(node) || node.ready === false).length;
  const most = 'nodes' in limit ? limit.nodes : Math.ceil((nodes.length * limit.percent) / 100 - ROUNDING);
  return Math.max(0, most - gone);
};

/** 10% of 10 is 1, also where binary fractions make it a hair more. */
const ROUNDING = 1e-9;
