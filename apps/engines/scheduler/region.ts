import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { SchedulerState } from './state';

/** Nodes are sorted by name, so the first that says where it stands is the same for every order of the list. */
export const regionOf = (request: DecisionEnvelope, { nodes }: SchedulerState): string | undefined => regionFrom(request, nodes.map((node) => node.region ?? node.zone));
