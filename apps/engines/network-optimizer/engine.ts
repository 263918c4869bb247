import { defineEngine } from '@ml/engine-kernel/engine';
import { networkOptimizerSettings, type NetworkOptimizerSettings } from './config';
import { decide } from './decide';
import { projectNetworkOptimizerState, type NetworkOptimizerState } from './state';

export const networkOptimizer = defineEngine<NetworkOptimizerState, NetworkOptimizerSettings>({
  name: 'network_optimizer',
  needs: ['prices'],
  settings: networkOptimizerSettings,
  project: projectNetworkOptimizerState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
