import { defineEngine } from '@ml/engine-kernel/engine';
import { noisyNeighborDetectorSettings, type NoisyNeighborDetectorSettings } from './config';
import { decide } from './decide';
import { projectNoisyNeighborDetectorState, type NoisyNeighborDetectorState } from './state';

export const noisyNeighborDetector = defineEngine<NoisyNeighborDetectorState, NoisyNeighborDetectorSettings>({
  name: 'noisy_neighbor_detector',
  needs: ['prices'],
  settings: noisyNeighborDetectorSettings,
  project: projectNoisyNeighborDetectorState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
