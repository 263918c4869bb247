import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askKeepPiece, type PieceKept, type ScanPiece } from '@ml/contracts/collection';
import { realServers } from '@ml/testing/real';
import { BLOB_KINDS } from '../blobs/buckets';
import { bootService, type Booted } from '../boot-service';
import { BusExceptionFilter } from './bus-exception-filter';
import { BusTransport } from './bus-transport';
import { Answers, withAttachment, type BusContext } from './handlers';
import { sizeOf, type Attachment } from './packed';

const servers = await realServers({ database: 'empty' });
const LOG = path.join(tmpdir(), `confidential-${process.pid}.log`);
const NAME = 'alice.distinctive@example.org';

let behave: (piece: ScanPiece, attachment: Attachment | undefined) => unknown = () => ({});

@Controller()
class Keeper {
  @Answers(askKeepPiece)
  async keep(@Payload() piece: ScanPiece, @Ctx() { attachment }: BusContext): Promise<PieceKept> {
    return (await behave(piece, attachment)) as PieceKept;
  }
}

@Module({ controllers: [Keeper] })
class KeeperModule {}

const piece = { upload_id: 'u', header: { user_id: NAME } } as unknown as ScanPiece;
const repeated = (bytes: number): Buffer => Buffer.alloc(bytes, NAME);

describe('a confidential question', () => {
  let gateway: Booted;
  let collector: Booted;
  let app: Awaited<ReturnType<typeof NestFactory.createMicroservice>>;

  beforeAll(async () => {
    const boot = (owner: 'gateway' | 'collector', file: string) => bootService(owner, {}, { ...servers.envOf(owner), LOG_LEVEL: 'debug', LOG_FILE: file });
    [gateway, collector] = await Promise.all([boot('gateway', '/dev/null'), boot('collector', LOG)]);
    app = await NestFactory.createMicroservice(KeeperModule, { strategy: new BusTransport(collector.transport), logger: false });
    app.useGlobalFilters(new BusExceptionFilter());
    await app.listen();
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([gateway.close(), collector.close()]);
    rmSync(LOG, { force: true });
  });

  /** Messages of all blobs. */
  const written = async (): Promise<number> => {
    const { streams } = await jetstreamManager(collector.transport.connection);
    const counts = await Promise.all(Object.values(BLOB_KINDS).map(async ({ bucket }) => (await streams.info(`OBJ_${bucket}`)).state.messages));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  it('is compressed when it is large, and so fits into one message both ways', async () => {
    behave = (_, attachment) => withAttachment({ kept: sizeOf(attachment) }, attachment);
    const before = await written();
    const { body, attachment } = await gateway.bus.exchange(askKeepPiece, piece, { attachment: repeated(4_000_000), dense: true });
    expect([body, sizeOf(attachment)]).toEqual([{ kept: 4_000_000 }, 4_000_000]);
    expect(await written()).toBe(before);
  });

  it('is refused when it does not fit, and nothing of it is written down', async () => {
    const before = await written();
    const large = Buffer.concat([repeated(1_000), randomBytes(1_000_000)]);
    let asked = 0;
    behave = () => (asked += 1);
    await expect(gateway.bus.ask(askKeepPiece, piece, { attachment: large })).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', retryable: false });
    await expect(gateway.bus.ask(askKeepPiece, { ...piece, upload_id: randomBytes(1_000_000).toString('hex') })).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
    expect(asked).toBe(0);
    behave = () => withAttachment({ kept: 1 }, large);
    await expect(gateway.bus.ask(askKeepPiece, piece)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', message: expect.not.stringContaining(NAME) });
    expect(await written()).toBe(before);
  });

  it('is never quoted by a log or an answer, not even when its handler fails on it', async () => {
    behave = ({ header }) => JSON.parse(`{"${header.user_id}`) as unknown;
    await expect(gateway.bus.ask(askKeepPiece, piece)).rejects.toMatchObject({ code: 'INTERNAL', message: expect.not.stringContaining(NAME) });
    const log = readFileSync(LOG, 'utf8');
    expect(log).toContain('confidential.real.spec.ts');
    expect(log).toContain('SyntaxError');
    expect(log).not.toContain('alice');
  });
});
