import { defineEngine } from '@ml/engine-kernel/engine';
import { networkOptimizerSettings, type NetworkOptimizerSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectNetworkOptimizerState, type NetworkOptimizerState } from './state';

/** Traffic that crosses zones and need not. */
export const networkOptimizer = defineEngine<NetworkOptimizerState, NetworkOptimizerSettings>({
  name: 'network_optimizer',
  needs: ['prices'],
  settings: networkOptimizerSettings,
  project: projectNetworkOptimizerState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
