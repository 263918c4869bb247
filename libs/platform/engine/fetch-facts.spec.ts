import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { EngineAsk } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { fetchFacts } from './fetch-facts';
import type { SnapshotShelf } from './snapshot-shelf';

const engine = { needs: ['prices', 'pools', 'forecast'] } as unknown as Engine;
const ask = (mode: EngineAsk['mode']) => ({ mode, facts: { prices: { 'us-east-1': 'sha256:p' }, pools: 'sha256:r', forecasts: { 'us-east-1': 'sha256:f', 'eu-west-1': null } } }) as unknown as EngineAsk;

const without = (...gone: readonly string[]): SnapshotShelf =>
  ({ take: (id: string) => (gone.includes(id) ? Promise.reject(new AppError('NOT_FOUND', 'the blob has expired or was never stored')) : Promise.resolve(new Uint8Array(1))) }) as unknown as SnapshotShelf;

describe('the facts of a decision', () => {
  it('are those that it names, with no forecast where no model is active', async () => {
    const { prices, pools, forecasts } = await fetchFacts(ask('active'), engine, without());
    expect([prices.map(({ id }) => id), pools?.id, forecasts.map(({ id }) => id)]).toEqual([['sha256:p'], 'sha256:r', ['sha256:f']]);
  });

  it('do not wait for a forecast that is gone, unless the same is to be decided again', async () => {
    expect(await fetchFacts(ask('active'), engine, without('sha256:f'))).toMatchObject({ forecasts: [] });
    await expect(fetchFacts(ask('replay'), engine, without('sha256:f'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are not there without prices: new ones are on their way, unless the same is to be decided again', async () => {
    await expect(fetchFacts(ask('active'), engine, without('sha256:p'))).rejects.toMatchObject({ code: 'NO_PRICE_DATA' });
    await expect(fetchFacts(ask('replay'), engine, without('sha256:p'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are not there without the lessons of interruptions: nobody may be taken for safe because nothing is known', async () => {
    await expect(fetchFacts(ask('active'), engine, without('sha256:r'))).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await expect(fetchFacts(ask('what_if'), engine, without('sha256:r'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(fetchFacts(ask('replay'), engine, without('sha256:r'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
