import { field } from '../field';
import { EngineRequirements } from './engine-requirements';
import { ShadowItSuppression } from './shadow-it-suppression';

export class ShadowItRequirements extends EngineRequirements {
  @field.number({ what: 'How old a resource must be to be shown. Without it the setting of the service, 7.', unit: 'days', min: 0, max: 3_650, example: 7, optional: true })
  readonly min_age_days?: number;

  @field.objects({ what: 'Resources that are known and may stay. One that has ended no longer counts.', type: () => ShadowItSuppression, maxItems: 10_000, optional: true })
  readonly suppressions?: readonly ShadowItSuppression[];
}
