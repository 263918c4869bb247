import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askDecide, decisionMade, type DecideAsk, type DecisionMade } from '@ml/contracts/decisions';
import { fetchWork, type FetchChunk } from '@ml/contracts/pricing';
import type { Owner } from '@ml/contracts/wire';
import { realServers } from '@ml/testing/real';
import { bootService, type Booted } from '../boot-service';
import { currentCall, runInCall } from '../call-context';
import { BusExceptionFilter } from './bus-exception-filter';
import { BusTransport } from './bus-transport';
import { Answers, Consumes, withAttachment, type BusContext } from './handlers';
import { openAttachment } from './open-attachment';
import { sizeOf } from './packed';

const servers = await realServers();

type Answer = Readonly<Record<string, unknown>>;
const seen: { chunks: FetchChunk[]; deliveries: number } = { chunks: [], deliveries: 0 };
let behave: (ask: DecideAsk, context: BusContext) => Promise<Answer> = async () => ({});
let work: (chunk: FetchChunk) => Promise<void> = async () => undefined;

@Controller()
class Decider {
  @Answers(askDecide)
  decide(@Payload() ask: DecideAsk, @Ctx() context: BusContext): Promise<Answer> {
    return behave(ask, context);
  }
}

@Controller()
class Fetcher {
  @Consumes(fetchWork, { durable: 'fetch', concurrency: 2, maxDeliver: 3, ackWaitMs: 2_000 })
  async fetch(@Payload() chunk: FetchChunk): Promise<void> {
    seen.deliveries += 1;
    await work(chunk);
    seen.chunks.push(chunk);
  }
}

@Module({ controllers: [Decider] })
class DeciderModule {}

@Module({ controllers: [Fetcher] })
class FetcherModule {}

const boot = (owner: Owner): Promise<Booted> => bootService(owner, {}, { ...servers.envOf(owner), LOG_LEVEL: 'error', LOG_FILE: '/dev/null' });
const serve = async (booted: Booted, module: Type<unknown>) => {
  const app = await NestFactory.createMicroservice(module, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  return app;
};

const call = (ms = 5_000) => ({ requestId: 'r 1', tenant: 'acme', scope: 'platform' as const, deadline: Date.now() + ms });
const ask = { envelope: { request_id: 'r' }, received_at: 'now' } as unknown as DecideAsk;
const until = async (condition: () => boolean, ms = 20_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('the bus', () => {
  let gateway: Booted;
  let decisions: Booted;
  let pricing: Booted;
  let deciderApp: Awaited<ReturnType<typeof serve>>;
  let fetcherApp: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    [gateway, decisions, pricing] = await Promise.all([boot('gateway'), boot('decisions'), boot('pricing')]);
    deciderApp = await serve(decisions, DeciderModule);
    fetcherApp = await serve(pricing, FetcherModule);
  });
  afterAll(async () => {
    await Promise.all([deciderApp.close(), fetcherApp.close()]);
    await Promise.all([gateway, decisions, pricing].map((service) => service.close()));
  });
  beforeEach(() => {
    behave = async () => ({});
    work = async () => undefined;
    seen.chunks = [];
    seen.deliveries = 0;
  });

  it('carries a question, its context and the answer', async () => {
    behave = async (body) => ({ got: body.envelope.request_id, ...currentCall() });
    const answer = await runInCall(call(), () => gateway.bus.ask(askDecide, ask));
    expect(answer).toMatchObject({ got: 'r', requestId: 'r 1', tenant: 'acme', scope: 'platform' });
  });

  it.each([0, 10, 300_000, 3_000_000])('carries %i bytes beside the body both ways', async (size) => {
    const bytes = randomBytes(size);
    behave = async (_, { attachment }) => withAttachment({ size: sizeOf(attachment) }, attachment);
    const { body, attachment } = await gateway.bus.exchange(askDecide, ask, { attachment: bytes });
    expect(body).toEqual({ size });
    expect(Buffer.from(await openAttachment(attachment)).equals(bytes)).toBe(true);
  });

  it('carries an error with its code and path, and makes an unknown one opaque', async () => {
    behave = async () => {
      throw new AppError('BAD_QUANTITY', 'no', { path: 'current_state.nodes[0]' });
    };
    await expect(gateway.bus.ask(askDecide, ask)).rejects.toMatchObject({ code: 'BAD_QUANTITY', path: 'current_state.nodes[0]', retryable: false });
    behave = async () => {
      throw new Error('password=hunter2');
    };
    await expect(gateway.bus.ask(askDecide, ask)).rejects.toMatchObject({ code: 'INTERNAL', message: expect.not.stringContaining('hunter2') });
  });

  it('says DEADLINE_EXCEEDED when the caller has no time left', async () => {
    behave = () => new Promise((resolve) => setTimeout(() => resolve({}), 1_000));
    expect(await codeOf(runInCall(call(200), () => gateway.bus.ask(askDecide, ask)))).toBe('DEADLINE_EXCEEDED');
  });

  it('hands a fact to its consumer once, although it is published twice', async () => {
    const chunk = { task_id: 'once', chunk: 1 } as FetchChunk;
    await pricing.bus.publish(fetchWork, chunk, { id: 'once-1' });
    await pricing.bus.publish(fetchWork, chunk, { id: 'once-1' });
    await until(() => seen.chunks.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.deliveries).toBe(1);
  });

  it('delivers again what failed, and makes a dead letter of what failed every time', async () => {
    const { total } = await gateway.deadLetters.list({ limit: 10, offset: 0 });
    let failures = 1;
    work = async () => {
      if (failures-- > 0) throw new Error('for now');
    };
    await pricing.bus.publish(fetchWork, { task_id: 'again' } as FetchChunk, { id: 'again' });
    await until(() => seen.chunks.length === 1);
    expect(seen.deliveries).toBe(2);
    work = async () => {
      throw new AppError('BAD_FIELD', 'for good');
    };
    await pricing.bus.publish(fetchWork, { task_id: 'never' } as FetchChunk, { id: 'never' });
    await expect.poll(async () => (await gateway.deadLetters.list({ limit: 10, offset: 0 })).total, { timeout: 15_000 }).toBe(total + 1);
    const { rows } = await gateway.deadLetters.list({ limit: 10, offset: 0 });
    // What failed for good is not tried again.
    expect(seen.deliveries).toBe(3);
    expect(rows[0]).toMatchObject({ stream: 'WORK', consumer: 'pricing-fetch', subject: fetchWork.subject });
    expect(await gateway.deadLetters.count()).toBe(total + 1);
    work = async () => undefined;
    await gateway.deadLetters.replay(rows[0]?.id ?? 0);
    await until(() => seen.chunks.some(({ task_id }) => task_id === 'never'));
  });

  it('keeps a message from others while it is handled longer than the wait for its acknowledgement', async () => {
    work = () => new Promise((resolve) => setTimeout(resolve, 5_000));
    await pricing.bus.publish(fetchWork, { task_id: 'long' } as FetchChunk, { id: 'long' });
    await until(() => seen.chunks.some(({ task_id }) => task_id === 'long'));
    expect(seen.deliveries).toBe(1);
  });

  it('misses no fact and answers again after the server was away, without a restart of anybody', async () => {
    const got: string[] = [];
    const watch = await gateway.bus.watch(decisionMade, { from: 0 }, ({ decision_id }) => void got.push(decision_id));
    await decisions.bus.publish(decisionMade, { decision_id: 'before' } as DecisionMade, { id: 'before' });
    await until(() => got.includes('before'));
    await servers.nats.server.restart();
    await decisions.bus.publish(decisionMade, { decision_id: 'after' } as DecisionMade, { id: 'after' });
    await until(() => got.includes('after'));
    expect(got).toEqual(['before', 'after']);
    behave = async () => ({ back: true });
    await expect.poll(() => codeOf(gateway.bus.ask(askDecide, ask)), { timeout: 15_000 }).toBe('no error');
    await pricing.bus.publish(fetchWork, { task_id: 'again after' } as FetchChunk, { id: 'again after' });
    await until(() => seen.chunks.some(({ task_id }) => task_id === 'again after'));
    await watch.stop();
  });

  it('finishes what is being answered before it goes, and says UNAVAILABLE afterwards', async () => {
    let isRunning = false;
    behave = () => {
      isRunning = true;
      return new Promise((resolve) => setTimeout(() => resolve({ finished: true }), 700));
    };
    const running = gateway.bus.ask(askDecide, ask);
    await until(() => isRunning);
    await deciderApp.close();
    expect(await running).toEqual({ finished: true });
    expect(await codeOf(gateway.bus.ask(askDecide, ask))).toBe('UNAVAILABLE');
  });
});
