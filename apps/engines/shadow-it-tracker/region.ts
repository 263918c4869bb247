import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { ShadowItTrackerState } from './state';

export const regionOf = (request: DecisionEnvelope, { nodes, instances, volumes, load_balancers: balancers, db_instances: databases }: ShadowItTrackerState): string | undefined =>
  regionFrom(request, [
    ...(nodes ?? []).map(({ region, zone }) => region ?? zone),
    ...[instances, volumes, balancers, databases].flatMap((list) => (list ?? []).map(({ region }) => region)),
  ]);
