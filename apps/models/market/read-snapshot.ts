import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { PriceSnapshot } from '@ml/contracts/pricing';

const inflate = promisify(zstdDecompress);

/** As pricing writes it. Only the parsing itself, 10 to 30 ms for a large region, keeps the event loop. */
export const readSnapshot = async (bytes: Uint8Array): Promise<PriceSnapshot> => JSON.parse((await inflate(bytes)).toString('utf8')) as PriceSnapshot;
