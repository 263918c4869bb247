import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { priceSnapshotPublished, type PriceSnapshot } from '@ml/contracts/pricing';
import { advisorRate } from '@ml/domain/learning/score/learned-score';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { PlatformModule } from '@ml/platform/platform-module';
import { syntheticMarket } from '@ml/testing/markets';
import { realServers } from '@ml/testing/real';
import { feedbackSettings } from '../settings';
import { AdvisorBoard } from './advisor-board';

const servers = await realServers();

describe('what the advisor says', () => {
  const open: (() => Promise<unknown>)[] = [];
  let pricing: Booted;
  let board: AdvisorBoard;

  const publish = async (market: PriceSnapshot, lost = false): Promise<void> => {
    const snapshot_id = await pricing.blobs.put(zstdCompressSync(JSON.stringify(market)), 'snapshot');
    if (lost) await pricing.blobs.delete(snapshot_id, 'snapshot');
    const body = { region: market.region, snapshot_id, as_of: market.as_of, prices_as_of: market.as_of, types: market.types.length, pools: market.pools.length, published_at: market.as_of };
    await pricing.bus.publish(priceSnapshotPublished, body, { id: snapshot_id, key: market.region });
  };
  const marketOf = (region: string, classes: readonly (0 | 1 | 2 | 3 | 4 | undefined)[]): PriceSnapshot => {
    const market = syntheticMarket({ types: classes.length, zones: 3, seed: 1, asOf: '2026-11-20T12:00:00.000Z' });
    return { ...market, region, types: market.types.map((type, index) => ({ ...type, instance_type: `m${String(index)}.large`, advisor: advisorOf(classes[index]) })) };
  };
  const advisorOf = (known: 0 | 1 | 2 | 3 | 4 | undefined): PriceSnapshot['types'][number]['advisor'] => ({ Windows: { class: 4, savings_pct: null }, ...(known !== undefined && { Linux: { class: known, savings_pct: null } }) });
  const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000, interval: 20 });
  const classIn = (region: string, instance_type: string): number | null | undefined => board.viewOf({ region, instance_type })?.advisor_class;

  beforeAll(async () => {
    pricing = await bootService('pricing', {}, { ...servers.envOf('pricing'), LOG_FILE: '/dev/null' });
    await publish(marketOf('us-east-1', [0, 3, undefined]));
    @Module({ providers: [AdvisorBoard] })
    class Replica {}
    const booted = await bootService('feedback', feedbackSettings, { ...servers.envOf('feedback'), LOG_FILE: '/dev/null' });
    const app = await NestFactory.createApplicationContext({ module: class Root {}, imports: [PlatformModule.with(booted), Replica] }, { logger: false });
    board = app.get(AdvisorBoard);
    open.push(() => app.close(), () => booted.close(), () => pricing.close());
  });
  afterAll(async () => {
    for (const close of open) await close();
  });

  it('is known of prices that were published before it was there, of Linux, with the mean of the region for types without a class', async () => {
    await until(() => expect(classIn('us-east-1', 'm1.large')).toBe(3));
    expect(classIn('us-east-1', 'm0.large')).toBe(0);
    const mean = (advisorRate({ advisor_class: 0, region_rate: null }) + advisorRate({ advisor_class: 3, region_rate: null })) / 2;
    expect(board.viewOf({ region: 'us-east-1', instance_type: 'm2.large' })).toEqual({ advisor_class: null, region_rate: expect.closeTo(mean, 12) as number });
    expect(board.viewOf({ region: 'eu-west-1', instance_type: 'm2.large' })).toBeUndefined();
    expect(board.rates().map(({ instance_type }) => instance_type)).toEqual(['m0.large', 'm1.large', '']);
  });

  it('follows the newest prices, and stays as it was when they cannot be read', async () => {
    await publish(marketOf('us-east-1', [2]), true);
    await publish(marketOf('eu-west-1', [1]));
    await until(() => expect(classIn('eu-west-1', 'm0.large')).toBe(1));
    expect(classIn('us-east-1', 'm1.large')).toBe(3);
    await publish(marketOf('us-east-1', [4, 4]));
    await until(() => expect(classIn('us-east-1', 'm1.large')).toBe(4));
  });
});
