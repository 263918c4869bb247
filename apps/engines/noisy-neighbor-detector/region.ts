import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { NoisyNeighborDetectorState } from './state';

export const regionOf = (request: DecisionEnvelope, { nodes }: NoisyNeighborDetectorState): string | undefined => regionFrom(request, (nodes ?? []).map(({ region, zone }) => region ?? zone));
