import type { DecisionEnvelope } from '@ml/contracts/decision';
import type { SpotState } from './state';

/** `us-east-1` of `us-east-1a`, of `us-east-1-bos-1a` and of `us-gov-west-1b`. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+/;

/** As asked for, else where the first node stands that says so. */
export const regionOf = (request: DecisionEnvelope, state: SpotState): string | undefined => {
  const asked = request.requirements['region'];
  if (typeof asked === 'string' && asked !== '') return asked;
  for (const node of state.nodes) {
    const region = node.region ?? REGION.exec(node.zone ?? '')?.[0];
    if (region !== undefined) return region;
  }
  return REGION.exec(currentZone(request) ?? '')?.[0];
};

const currentZone = (request: DecisionEnvelope): string | undefined => {
  const current = request.requirements['current'] as { readonly availability_zone?: unknown } | null | undefined;
  return typeof current?.availability_zone === 'string' ? current.availability_zone : undefined;
};
