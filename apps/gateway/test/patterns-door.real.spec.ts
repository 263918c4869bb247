import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { LearnedPatternsDto } from '@ml/contracts/dto/patterns-dto';
import { PoolToldDto } from '@ml/contracts/dto/pool-told-dto';
import { askPatterns, type PatternQuery } from '@ml/contracts/learning';
import { poolTold, type PoolTold } from '@ml/contracts/pools';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { posted, request } from './requests';
import { ADMIN_KEY, PLATFORM_KEY, runningGateway, standIn } from './running-gateway';

const asked: { readonly query: PatternQuery; readonly tenant: string | null }[] = [];

@Controller()
class FeedbackStandIn {
  @Answers(askPatterns)
  patterns(@Payload() query: PatternQuery, @Ctx() { call }: BusContext): object {
    asked.push({ query, tenant: call.tenant });
    return exampleOf(LearnedPatternsDto);
  }
}

@Module({ controllers: [FeedbackStandIn] })
class FeedbackStandInModule {}

const servers = await realServers();
const { bus } = await standIn(servers, 'feedback', FeedbackStandInModule);
const gateway = await runningGateway(servers);

const ML = '/api/v1/ml';
const keyOf = async (scope: string, tenant: string): Promise<string> =>
  (await request(gateway, '/api/v1/admin/api-keys', posted({ name: `${scope} ${tenant}`, scope, tenant }, { key: ADMIN_KEY }))).body['key'] as string;

beforeEach(() => {
  asked.length = 0;
});

describe('patterns of a type', () => {
  it('are asked for in the name of the key that asks, which every scope may', async () => {
    expect((await request(gateway, `${ML}/feedback/patterns/m5.large`)).body).toEqual(exampleOf(LearnedPatternsDto));
    expect((await request(gateway, `${ML}/feedback/patterns/m5.large?region=us-east-1`, { key: await keyOf('viewer', 'acme') })).status).toBe(200);
    expect(asked).toEqual([
      { query: { instance_type: 'm5.large' }, tenant: null },
      { query: { instance_type: 'm5.large', region: 'us-east-1' }, tenant: 'acme' },
    ]);
    expect((await request(gateway, `${ML}/feedback/patterns/m5.large`, { key: null })).status).toBe(401);
  });

  it.each<[string, string, number, string, string | undefined]>([
    ['a type that cannot be one', 'feedback/patterns/m5', 400, 'UNKNOWN_INSTANCE_TYPE', 'path.instance_type'],
    ['a type with something else in it', "feedback/patterns/m5.large'--", 400, 'UNKNOWN_INSTANCE_TYPE', 'path.instance_type'],
    ['a type that is too long', `feedback/patterns/${'m'.repeat(48)}.large`, 400, 'BAD_PARAMETER', 'path.instance_type'],
    ['a region that cannot be one', 'feedback/patterns/m5.large?region=everywhere', 400, 'UNKNOWN_REGION', 'query.region'],
    ['a region that AWS does not have', 'feedback/patterns/m5.large?region=us-east-9', 400, 'UNKNOWN_REGION', 'query.region'],
    ['a parameter that there is not', 'feedback/patterns/m5.large?customer_id=acme', 400, 'UNKNOWN_FIELD', 'query.customer_id'],
    ['no type', 'feedback/patterns', 404, 'NOT_FOUND', undefined],
  ])('are refused by name for %s', async (...[, path, status, code, at]) => {
    const answer = await request(gateway, `${ML}/${path}`);
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([status, code, at]);
    expect(asked).toEqual([]);
  });
});

interface Frame {
  readonly id: string;
  readonly topic: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('the level of a pool on the stream', () => {
  const open: WebSocket[] = [];
  afterAll(() => {
    for (const socket of open) socket.close();
  });
  const listen = async (query: string, key: string): Promise<readonly Frame[]> => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${ML}/stream?${query}`, { headers: { 'x-api-key': key } });
    open.push(socket);
    const frames: Frame[] = [];
    socket.on('message', (message: Buffer) => frames.push(JSON.parse(message.toString()) as Frame));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return frames;
  };
  const { event: _, ...example } = exampleOf(PoolToldDto);
  const tell = (level: PoolTold['level'], affected_clients_count: number): Promise<void> => bus.publish(poolTold, { ...example, level, affected_clients_count } as unknown as PoolTold, { id: `told-${level}` });
  const levels = (frames: readonly Frame[]): readonly unknown[] => frames.map(({ data }) => [data['level'], data['affected_clients_count']]);

  it('is told to all tenants alike, without counting fewer than three of them, and again from a place in the past', async () => {
    const [all, tenant, other] = [await listen('topics=pools', PLATFORM_KEY), await listen('topics=pools', await keyOf('viewer', 'acme')), await listen('topics=decisions,jobs', PLATFORM_KEY)];
    await tell('UNCERTAIN', 2);
    await tell('CONFIRMED_RISKY', 3);
    await expect.poll(() => levels(all)).toEqual([['UNCERTAIN', 2], ['CONFIRMED_RISKY', 3]]);
    await expect.poll(() => levels(tenant)).toEqual([['UNCERTAIN', undefined], ['CONFIRMED_RISKY', 3]]);
    expect(all[1]).toMatchObject({ topic: 'pools', data: exampleOf(PoolToldDto) });
    expect(JSON.stringify(tenant[0])).not.toContain('interruptions_in_window');
    expect(other).toEqual([]);
    await tell('NORMAL', 3);
    const again = await listen(`topics=pools&since=${all[0]?.id}`, PLATFORM_KEY);
    await expect.poll(() => levels(again)).toEqual([['CONFIRMED_RISKY', 3], ['NORMAL', 3]]);
    // As it was written before there were pools.
    const older = await listen(`topics=pools&since=${all[0]?.id.split('-').slice(0, 5).join('-')}`, PLATFORM_KEY);
    await expect.poll(() => levels(older).at(-1)).toEqual(['NORMAL', 3]);
  });
});
