import { describe, expect, it } from 'vitest';
import { jetstreamManager } from '@nats-io/jetstream';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { builtServices } from '@ml/testing/built-services';
import { wholeFleet } from '@ml/testing/fleet';
import { ownEmulator } from '@ml/testing/own-emulator';
import { goodRequest, SPOT } from './requests';

const BUCKET = 'ml-blobs';
const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
const SERVICES = ['gateway', 'decisions', 'pricing', 'gap-filler', 'models', 'feedback', 'collector', 'insight', 'spot-optimizer'] as const;

builtServices();
const { url: endpoint } = await ownEmulator();
const variables = { BLOB_STORE: 's3', BLOB_S3_BUCKET: BUCKET, BLOB_S3_ENDPOINT: endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
const whole = await wholeFleet({ only: ['spot-optimizer'], env: Object.fromEntries(SERVICES.map((name) => [name, variables])) });

describe('a fleet whose blobs lie in S3', () => {
  it('writes price snapshots there, decides with them, and leaves nothing in NATS', async () => {
    const response = await fetch(whole.gatewayUrl + SPOT, {
      method: 'POST',
      headers: { 'x-api-key': whole.apiKeys.platform, 'content-type': 'application/json' },
      body: JSON.stringify(goodRequest),
    });
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ decision_id: expect.any(String) as unknown }) as unknown]);

    const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
    const keys = ((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? []).map(({ Key }) => Key ?? '');
    expect(keys.some((key) => key.startsWith('ml/snapshot/'))).toBe(true);

    const nats = await whole.servers.nats.connectAs('gateway');
    const manager = await jetstreamManager(nats);
    for (const bucket of ['ml-snapshot', 'ml-history', 'ml-replay']) expect((await manager.streams.info(`OBJ_${bucket}`)).state.messages).toBe(0);
    await nats.close();
  });
});
