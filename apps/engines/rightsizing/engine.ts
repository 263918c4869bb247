import { defineEngine } from '@ml/engine-kernel/engine';
import { rightsizingSettings, type RightsizingSettings } from './config';
import { decide } from './decide';
import { regionOf } from './situation';
import { projectRightsizingState, type RightsizingState } from './state';
import { usageQuestion } from './usage-question';

export const rightsizing = defineEngine<RightsizingState, RightsizingSettings>({
  name: 'rightsizing',
  needs: ['prices', 'usage_model'],
  settings: rightsizingSettings,
  project: projectRightsizingState,
  regionOf,
  usageQuestion,
  versions: [{ version: '1.0.0', decide }],
});
