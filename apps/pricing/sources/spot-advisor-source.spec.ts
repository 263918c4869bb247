import { truncate, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import type { PricingSettings } from '../settings';
import { SourceCaller } from './source-caller';
import { SpotAdvisorSource } from './spot-advisor-source';

const FILE = { spot_advisor: { 'us-east-1': { Linux: { 'm5.large': { r: 0, s: 60 } } } } };
const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

const sourceAt = (spotAdvisorUrl: string): SpotAdvisorSource => {
  const settings = { spotAdvisorUrl, awsEndpointUrl: null, parallelism: 1, retryAttempts: 2, retryBackoff: 1, callTimeoutSeconds: 30 } as unknown as SettingsOf<PricingSettings>;
  return new SpotAdvisorSource(settings, new SourceCaller(settings, new Metrics('pricing')), new Clock());
};

const serving = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

describe('the file of the Spot Advisor', () => {
  it('is read with the name and the password of its URL, which are told nobody else', async () => {
    const host = await serving((request, response) => {
      const isRight = request.headers.authorization === `Basic ${btoa('reader:p@ss word')}`;
      response.writeHead(isRight ? 200 : 403).end(JSON.stringify(FILE));
    });
    expect((await sourceAt(`http://reader:p%40ss%20word@${host}/file.json`).file('fresh')).entries).toMatchObject([{ row: { instance_type: 'm5.large' } }]);
    const refused: unknown = await sourceAt(`http://reader:other-word@${host}/file.json`).file('fresh').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'SOURCE_FAILED', details: { status: 403 } });
    expect(`${String(refused)} ${String((refused as Error).cause)}`).not.toContain('other-word');
  });

  it('is given up on when it has no end', async () => {
    let sent = 0;
    const host = await serving((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1_048_576, 32))) sent += 1;
      };
      response.on('drain', more).writeHead(200);
      more();
    });
    await expect(sourceAt(`http://${host}/`).file('fresh')).rejects.toMatchObject({ code: 'SOURCE_FAILED', retryable: false, message: expect.stringMatching(/more than 64 MiB/) as string });
    expect(sent).toBeLessThan(150);
  });

  it('is not even opened when the file is too large', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ml-advisor-'));
    closing.push(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'advisor-2026-11-01.json');
    await writeFile(file, JSON.stringify(FILE));
    expect(await sourceAt(pathToFileURL(file).href).file('fresh')).toMatchObject({ source: 'file', lastUpdated: new Date('2026-11-01T00:00:00Z') });
    await truncate(file, 64 * 1_048_576 + 1);
    await expect(sourceAt(pathToFileURL(file).href).file('fresh')).rejects.toThrow(/more than 64 MiB/);
  });
});
