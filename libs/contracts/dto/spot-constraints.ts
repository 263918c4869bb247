import { field } from '../field';
import { EngineConstraints } from './engine-constraints';

/** The safety layers can be made stricter here, never laxer. */
export class SpotConstraints extends EngineConstraints {
  @field.number({
    what: 'Smallest `risk_score` of a pool that may be used. Direction: 1 = safe, 0 = unsafe. Counts only above the built-in limit.',
    min: 0,
    max: 1,
    example: 0.8,
    optional: true,
  })
  readonly min_risk_score?: number;

  @field.integer({ what: 'In how many availability zones the nodes must stand at least.', unit: 'zones', min: 1, max: 20, example: 3, optional: true })
  readonly min_availability_zones?: number;

  @field.number({ what: 'Largest share of the nodes in one pool.', unit: 'percent', min: 0, max: 100, above: true, example: 20, optional: true })
  readonly max_pool_allocation_pct?: number;

  @field.number({ what: 'Smallest share of on-demand nodes.', unit: 'percent', min: 0, max: 100, example: 15, optional: true })
  readonly min_on_demand_buffer_pct?: number;

  @field.flag({
    what: 'Return the best plan there is even if it breaks a safety layer; every broken layer is then listed. Otherwise there is no such plan.',
    example: false,
    optional: true,
  })
  readonly allow_relaxed?: boolean;
}
