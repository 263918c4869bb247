import type { Reason } from '@ml/contracts/decision';
import { optedOut, type OptOut } from '@ml/state/opt-out';
import type { EpochMs } from '@ml/units/brand';
import type { NetworkOptimizerState, NetworkService } from './state';
import { keyOf, type Workload } from './workloads';

/** Why somebody wants something left alone; null when nobody does. */
export interface LeaveAlone {
  /** By `namespace/name`: it, one of its pods, what made it or its namespace. */
  readonly workload: (key: string) => Reason | null;
  /** The service itself or its namespace; what stands behind it is asked for apart. */
  readonly service: (service: NetworkService) => Reason | null;
}

interface Asked {
  readonly state: NetworkOptimizerState;
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly excluded: readonly string[];
  readonly now: EpochMs;
}

const EXCLUDED: Reason = { code: 'EXCLUDED', text: 'the request names it in constraints.excluded' };
const OPTED_OUT: Reason = { code: 'OPTED_OUT', text: 'it, one of its pods or its namespace says that it is to be left alone' };

export const leaveAloneIn = ({ state, workloads, excluded: names, now }: Asked): LeaveAlone => {
  const excluded = new Set(names);
  const holds = (optOut: OptOut | null): boolean => optedOut(optOut, now);
  const namespaces = new Set((state.namespaces ?? []).filter(({ optOut }) => holds(optOut)).map(({ name }) => name));
  const named = (object: { readonly namespace: string; readonly name: string }): boolean => excluded.size > 0 && (excluded.has(object.name) || excluded.has(keyOf(object)));
  const judge = (workload: Workload): Reason | null => {
    if (named(workload) || workload.pods.some(named)) return EXCLUDED;
    return namespaces.has(workload.namespace) || workload.pods.some(({ optOut }) => holds(optOut)) || (workload.controller?.optOuts ?? []).some(holds) ? OPTED_OUT : null;
  };
  const known = new Map<string, Reason | null>();
  return {
    workload: (key) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      const workload = workloads.get(key);
      const reason = workload === undefined ? null : judge(workload);
      known.set(key, reason);
      return reason;
    },
    service: (service) => {
      if (named(service)) return EXCLUDED;
      return holds(service.optOut) || namespaces.has(service.namespace) ? OPTED_OUT : null;
    },
  };
};
