import { defineEngine } from '@ml/engine-kernel/engine';
import { oomkilledRemediationSettings, type OomkilledRemediationSettings } from './config';
import { decide } from './decide';
import { projectOomState, type OomState } from './state';

/** More memory for containers that were killed for want of it, where more memory is the answer. */
export const oomkilledRemediation = defineEngine<OomState, OomkilledRemediationSettings>({
  name: 'oomkilled_remediation',
  needs: [],
  settings: oomkilledRemediationSettings,
  project: projectOomState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
