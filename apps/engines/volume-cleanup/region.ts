import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { VolumeCleanupState } from './state';

export const regionOf = (request: DecisionEnvelope, { volumes }: VolumeCleanupState): string | undefined => regionFrom(request, (volumes ?? []).map(({ zone }) => zone));
