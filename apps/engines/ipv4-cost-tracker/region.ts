import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { Ipv4CostTrackerState } from './state';

/** The region asked for, else that of the first object that names a zone. */
export const regionOf = (request: DecisionEnvelope, state: Ipv4CostTrackerState): string | undefined => regionFrom(request, places(state));

const places = (state: Ipv4CostTrackerState): readonly (string | null)[] => [
  ...(state.network_interfaces ?? []).map(({ zone }) => zone),
  ...(state.instances ?? []).map(({ zone }) => zone),
  ...(state.load_balancers ?? []).flatMap(({ zones }) => zones.map(({ zone }) => zone)),
  ...(state.nodes ?? []).map(({ zone }) => zone),
  ...(state.addresses ?? []).map(({ borderGroup }) => borderGroup),
];
