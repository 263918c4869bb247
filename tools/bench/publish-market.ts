import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { priceSnapshotPublished } from '@ml/contracts/pricing';
import { bootService } from '@ml/platform/boot-service';
import { syntheticMarket } from '@ml/testing/markets';

const HOUR_MS = 3_600_000;
const TYPES = 900;
const ZONES = 6;

/** `NAME='value'` lines, as the local runner writes them. */
const readEnv = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, name, value] = /^(\w+)='(.*)'$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
  );

/** Publishes a market of 900 types x 6 AZs for a region of which the fleet itself knows no pool. */
export const publishMarket = async (localDirectory: string, region: string): Promise<void> => {
  const { NATS_URL, NATS_USER, NATS_PASSWORD } = readEnv(path.join(localDirectory, 'env', 'pricing.env'));
  const pricing = await bootService('pricing', {}, { NATS_URL, NATS_USER, NATS_PASSWORD, OPS_HOST: '127.0.0.1', OPS_PORT: '0', LOG_FILE: '/dev/null' });
  try {
    const asOf = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS).toISOString();
    const market = syntheticMarket({ types: TYPES, zones: ZONES, seed: 1, region, asOf });
    const snapshot_id = await pricing.blobs.put(zstdCompressSync(JSON.stringify(market)), 'snapshot');
    const published = { region, snapshot_id, as_of: asOf, prices_as_of: asOf, types: market.types.length, pools: market.pools.length, published_at: asOf };
    await pricing.bus.publish(priceSnapshotPublished, published, { id: snapshot_id, key: region });
  } finally {
    await pricing.close();
  }
};
