import { anomalies } from './anomalies';
import { binPacking } from './bin-packing';
import { echo } from './echo';
import { engines } from './engines';
import { exporting } from './export';
import type { Figure } from './figure';
import { fill } from './fill';
import { fleet } from './fleet';
import { forecast } from './forecast';
import { inference } from './inference';
import { ingest } from './ingest';
import { largeDecision } from './large-decision';
import { packing } from './packing';
import { poolStatus } from './pool-status';
import { priceSnapshot } from './price-snapshot';
import { rebalance } from './rebalance';
import { reloads } from './reloads';
import { reports } from './reports';
import { rightsizing } from './rightsizing';
import { scan } from './scan';
import { spotDecision } from './spot-decision';
import { training } from './training';
import { waste } from './waste';

/** What can be measured, by name. */
export const SECTIONS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = { 'spot-decision': spotDecision, engines, 'bin-packing': binPacking, packing, rightsizing, ingest, export: exporting, echo, fleet, 'large-decision': largeDecision, training, inference, reloads, 'price-snapshot': priceSnapshot, fill, reports, 'pool-status': poolStatus, rebalance, scan, forecast, anomalies, waste };
