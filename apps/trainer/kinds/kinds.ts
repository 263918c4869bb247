import type { Kind, KindWord } from './kind';
import { spotPrice } from './spot-price';

export const KINDS: Readonly<Record<KindWord, Kind>> = { 'spot-price': spotPrice, 'spot-interruption': spotPrice, waste: spotPrice, 'resource-usage': spotPrice, anomaly: spotPrice, rightsizing: spotPrice };
