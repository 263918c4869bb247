import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { interruptionReported, type InterruptionAnswer, type InterruptionReport } from '@ml/contracts/interruptions';
import type { Owner } from '@ml/contracts/wire';
import { ownServers } from '@ml/testing/own-servers';
import { bootService, type Booted } from '../boot-service';
import { BusExceptionFilter } from './bus-exception-filter';
import { BusTransport } from './bus-transport';
import { Consumes } from './handlers';

const servers = await ownServers();
let behave: (report: InterruptionReport) => Promise<unknown> = () => Promise.resolve({});
const seen: string[] = [];

@Controller()
class Intake {
  @Consumes(interruptionReported, { durable: 'interruptions', concurrency: 50, maxDeliver: 3, ackWaitMs: 2_000 })
  take(@Payload() report: InterruptionReport): Promise<unknown> {
    seen.push(report.interruption_id);
    return behave(report);
  }
}

@Module({ controllers: [Intake] })
class IntakeModule {}

const boot = (owner: Owner): Promise<Booted> => bootService(owner, {}, { ...servers.envOf(owner), LOG_LEVEL: 'error', LOG_FILE: '/dev/null' });
const serve = async (booted: Booted) => {
  const app = await NestFactory.createMicroservice(IntakeModule, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  return app;
};

describe('a fact that is answered', () => {
  let gateway: Booted;
  let feedback: Booted;
  let app: Awaited<ReturnType<typeof serve>>;
  const report = (id: string, waitMs = 10_000) => gateway.bus.report(interruptionReported, { interruption_id: id } as InterruptionReport, { id, waitMs });
  const echo = ({ interruption_id }: InterruptionReport): Promise<unknown> => Promise.resolve({ interruption_id });

  beforeAll(async () => {
    [gateway, feedback] = await Promise.all([boot('gateway'), boot('feedback')]);
    app = await serve(feedback);
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([gateway, feedback].map((service) => service.close()));
  });
  beforeEach(() => {
    behave = echo;
    seen.length = 0;
  });

  it('tells each publisher what came of its own, of many at once', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `many-${index}`);
    const answers = await Promise.all(ids.map((id) => report(id)));
    expect(answers.map(({ answer }) => answer?.interruption_id)).toEqual(ids);
    expect(answers.every(({ known }) => !known)).toBe(true);
  });

  it('says at once that the stream has it already, and does not hand it on again', async () => {
    await report('twice');
    expect(await report('twice')).toEqual({ known: true, answer: undefined });
    expect(seen.filter((id) => id === 'twice')).toEqual(['twice']);
  });

  it('tells an error that the handler returns and does not deliver the fact again', async () => {
    behave = () => Promise.resolve(new AppError('EVENT_ID_REUSED', 'no', { path: 'event_id' }));
    await expect(report('reused')).rejects.toMatchObject({ code: 'EVENT_ID_REUSED', path: 'event_id' });
    behave = echo;
    await report('after');
    expect(seen).toEqual(['reused', 'after']);
  });

  it('tells an error that nothing can mend, and waits through one that time can', async () => {
    behave = () => Promise.reject(new AppError('BAD_FIELD', 'never', { path: 'region' }));
    await expect(report('poison')).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'region' });
    let failures = 1;
    behave = (given) => (failures-- > 0 ? Promise.reject(new AppError('UNAVAILABLE', 'for now')) : echo(given));
    expect((await report('patient')).answer).toMatchObject({ interruption_id: 'patient' });
  });

  it('has stored the fact when nobody answers in time, and is deaf to what comes later', async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    behave = async (given) => {
      await held;
      return echo(given);
    };
    expect(await report('slow', 300)).toEqual({ known: false, answer: undefined });
    go();
    expect((await report('next')).answer).toEqual({ interruption_id: 'next' } satisfies Partial<InterruptionAnswer>);
    expect(seen).toContain('slow');
  });

  it('goes on after the bus was away, in the same inbox', async () => {
    let arrived = (): void => undefined;
    const there = new Promise<void>((resolve) => (arrived = resolve));
    behave = () => {
      arrived();
      return new Promise((resolve) => setTimeout(() => resolve({ interruption_id: 'broken' }), 3_000));
    };
    const broken = report('broken', 20_000);
    await there;
    await servers.nats.server.restart();
    // The connection over which it would have come is gone: whoever waits is told so and can ask.
    expect(await broken).toEqual({ known: false, answer: undefined });
    behave = echo;
    await expect.poll(async () => (await report(`back-${seen.length}`, 2_000)).answer, { timeout: 20_000 }).toBeDefined();
  });
});
