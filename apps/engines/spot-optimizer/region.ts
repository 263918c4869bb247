import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { SpotState } from './state';

/** As asked for, else where the first node stands that says so, else where the node to be replaced stands. */
export const regionOf = (request: DecisionEnvelope, { nodes }: SpotState): string | undefined =>
  regionFrom(request, [...nodes.map((node) => node.region ?? node.zone), currentZone(request)]);

const currentZone = (request: DecisionEnvelope): string | undefined => {
  const current = request.requirements['current'] as { readonly availability_zone?: unknown } | null | undefined;
  return typeof current?.availability_zone === 'string' ? current.availability_zone : undefined;
};
