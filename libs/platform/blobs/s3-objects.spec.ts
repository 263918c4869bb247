import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3Objects } from './s3-objects';

const SILENCE_MS = 150;
const HASH = '0'.repeat(64);
let answer: RequestListener = () => undefined;
const server = createServer((request, response) => answer(request, response));
let objects: S3Objects;

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'nobody';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing';
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  objects = new S3Objects({ bucket: 'b', prefix: '', endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, region: 'us-east-1' }, SILENCE_MS);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('an object store that takes connections and says nothing', () => {
  it.each([
    ['looked into', () => objects.find('x')],
    ['written to', () => objects.put('x', Buffer.from('bytes'), HASH)],
    ['read from', () => objects.get('x')],
  ])('is not waited for for ever when it is %s', async (_, ask) => {
    answer = () => undefined;
    await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true, details: { reason: 'TimeoutError' } });
  });

  it('in the middle of an object, either', async () => {
    answer = (_, response) => void response.writeHead(200, { 'content-length': '1000', etag: '"e"' }).write('half of it');
    const pieces = await objects.get('x');
    const read = async (): Promise<void> => {
      for await (const piece of pieces ?? []) expect(piece.byteLength).toBe(10);
    };
    await expect(read()).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
