import { CollectionCounts } from './collection-counts';
import { CollectionGauges } from './collection-gauges';
import { GrowthController } from './growth.controller';

export const GROWTH_CONTROLLERS = [GrowthController];
export const GROWTH_PROVIDERS = [CollectionCounts, CollectionGauges];
