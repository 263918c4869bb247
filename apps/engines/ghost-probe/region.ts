import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { GhostProbeState } from './state';

export const regionOf = (request: DecisionEnvelope, { nodes, instances }: GhostProbeState): string | undefined =>
  regionFrom(request, [...(nodes ?? []).map(({ region, zone }) => region ?? zone), ...(instances ?? []).map(({ zone }) => zone)]);
