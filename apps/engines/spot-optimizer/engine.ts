import { defineEngine } from '@ml/engine-kernel/engine';
import { spotSettings, type SpotSettings } from './config';
import { decideBy } from './decide';
import { regionOf } from './region';
import { formulaV1 } from './score/formula-v1';
import { formulaV2 } from './score/formula-v2';
import { projectSpotState, type SpotState } from './state';

/** Which spot pools to use, how many nodes in each, and what to fall back to. */
export const spotOptimizer = defineEngine<SpotState, SpotSettings>({
  name: 'spot_optimizer',
  needs: ['prices', 'pools', 'forecast'],
  settings: spotSettings,
  project: projectSpotState,
  regionOf,
  versions: [
    { version: '1.0.0', decide: decideBy(formulaV1) },
    { version: '2.0.0', decide: decideBy(formulaV2) },
  ],
});
