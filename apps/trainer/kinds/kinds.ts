import { anomaly } from './anomaly';
import type { Kind } from './kind';
import type { KindWord } from './kind-words';
import { resourceUsage } from './resource-usage';
import { rightsizing } from './rightsizing';
import { spotInterruption } from './spot-interruption';
import { spotPrice } from './spot-price';
import { waste } from './waste';

export const KINDS: Readonly<Record<KindWord, Kind>> = { 'spot-price': spotPrice, 'spot-interruption': spotInterruption, waste, 'resource-usage': resourceUsage, anomaly, rightsizing };
