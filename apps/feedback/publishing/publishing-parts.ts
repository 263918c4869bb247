import { PoolPublisher } from './pool-publisher';
import { PoolSnapshots } from './pool-snapshots';

export const PUBLISHING_PROVIDERS = [PoolPublisher, PoolSnapshots] as const;
