import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askRun, type RunAsk, type RunReply } from '@ml/contracts/forecasts';
import { realServers } from '@ml/testing/real';
import { bootService, type Booted } from '../boot-service';
import { BusExceptionFilter } from '../bus/bus-exception-filter';
import { BusTransport } from '../bus/bus-transport';
import { Answers, withAttachment, type BusContext } from '../bus/handlers';
import { openAttachment } from '../bus/open-attachment';
import { ownBytes } from '../bus/own-bytes';
import { runInCall } from '../call-context';
import { PlatformModule } from '../platform-module';
import { askOnLine } from './ask-on-line';
import { openModelLine, type LineAnswer } from './model-line';

const servers = await realServers();
const MODEL = { id: 'm-1', name: 'usage', version: '1.0.0' };

/** Doubles the first feature of each row, unless the rows say otherwise. */
@Controller()
class Models {
  @Answers(askRun)
  async run(@Payload() { rows, features, model_id }: RunAsk, @Ctx() { attachment }: BusContext): Promise<RunReply> {
    if (model_id === 'refuses') throw new AppError('MODEL_NOT_READY', 'no such model is loaded');
    if (model_id === 'hangs') await new Promise((resolve) => setTimeout(resolve, 1_500));
    const values = new Float32Array(ownBytes(await openAttachment(attachment)).buffer);
    const doubled = Float64Array.from({ length: model_id === 'short' ? rows - 1 : rows }, (_, row) => 2 * (values[row * features.length] ?? Number.NaN));
    return withAttachment<RunReply>({ model: MODEL, rows, columns: ['multiplier'] }, new Uint8Array(doubled.buffer));
  }
}

@Module({ controllers: [Models] })
class ModelsModule {}

describe('a line to a model', () => {
  let asker: Booted;
  const open: { close: () => Promise<unknown> }[] = [];

  beforeAll(async () => {
    asker = await bootService('rightsizing', {}, { ...servers.envOf('rightsizing'), LOG_FILE: '/dev/null' });
    const booted = await bootService('models', {}, { ...servers.envOf('models'), LOG_FILE: '/dev/null' });
    const app = await NestFactory.createMicroservice({ module: class Root {}, imports: [PlatformModule.with(booted), ModelsModule] }, { strategy: new BusTransport(booted.transport), logger: false });
    app.useGlobalFilters(new BusExceptionFilter());
    await app.listen();
    open.push(app, booted, asker);
  });
  afterAll(async () => {
    for (const service of open) await service.close();
  });

  const ask = async (id: string, { rows = 3, ms = 10_000, spared = false } = {}): Promise<{ answer: LineAnswer; overdue: number }> => {
    let overdue = 0;
    const call = { requestId: 'r', tenant: null, scope: 'platform', deadline: Date.now() + ms } as const;
    const line = runInCall(call, () => openModelLine(asker.bus, { ...MODEL, id }, { isSpared: () => spared, note: () => (overdue += 1) }));
    const values = Float32Array.from({ length: rows * 17 }, (_, index) => index / 17);
    const answer = await askOnLine(line.port, { features: Array.from({ length: 17 }, (_, index) => `f${index}`), rows, values });
    line.close();
    return { answer, overdue };
  };

  it.each([3, 20_000])('carries %i rows there and their answers back', async (rows) => {
    const { answer } = await ask('m-1', { rows });
    expect(answer).toMatchObject({ model: MODEL, columns: ['multiplier'] });
    expect('values' in answer && [answer.values.length, answer.values[0], answer.values[rows - 1]]).toEqual([rows, 0, 2 * (rows - 1)]);
  });

  it.each([
    ['refuses', 'refuses'],
    ['answers fewer rows', 'short'],
  ])('says that the model failed when it %s', async (_, id) => {
    expect(await ask(id)).toMatchObject({ answer: { fallback: { code: 'MODEL_FAILED' } }, overdue: 0 });
  });

  it('gives up at half of the time that the decision has left, and says that the model is overdue', async () => {
    expect(await ask('hangs', { ms: 800 })).toMatchObject({ answer: { fallback: { code: 'MODEL_FAILED' } }, overdue: 1 });
  });

  it('does not ask a model that was overdue a moment ago', async () => {
    expect(await ask('m-1', { spared: true })).toMatchObject({ answer: { fallback: { code: 'MODEL_FAILED' } } });
  });
});
