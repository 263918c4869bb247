import { defineEngine } from '@ml/engine-kernel/engine';
import { oomkilledRemediationSettings, type OomkilledRemediationSettings } from './config';
import { decide } from './decide';
import { projectOomkilledRemediationState, type OomkilledRemediationState } from './state';

export const oomkilledRemediation = defineEngine<OomkilledRemediationState, OomkilledRemediationSettings>({
  name: 'oomkilled_remediation',
  needs: ['prices'],
  settings: oomkilledRemediationSettings,
  project: projectOomkilledRemediationState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
