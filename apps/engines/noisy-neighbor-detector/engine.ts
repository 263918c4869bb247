import { defineEngine } from '@ml/engine-kernel/engine';
import { noisyNeighborDetectorSettings, type NoisyNeighborDetectorSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectNoisyNeighborDetectorState, type NoisyNeighborDetectorState } from './state';

/** Pods whose traffic costs much or slows down those beside them. */
export const noisyNeighborDetector = defineEngine<NoisyNeighborDetectorState, NoisyNeighborDetectorSettings>({
  name: 'noisy_neighbor_detector',
  needs: ['prices'],
  settings: noisyNeighborDetectorSettings,
  project: projectNoisyNeighborDetectorState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
