import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { NetworkOptimizerState } from './state';

export const regionOf = (request: DecisionEnvelope, { nodes, traffic }: NetworkOptimizerState): string | undefined =>
  regionFrom(request, [...(nodes ?? []).map(({ region, zone }) => region ?? zone), ...(traffic ?? []).flatMap(({ sourceZone, destinationZone }) => [sourceZone, destinationZone])]);
