import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { jetstream, jetstreamManager, type JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { blobId } from './blob-id';
import { hashFile } from './hash-file';
import { NatsBlobStore } from './nats-blob-store';
import { writeObject } from './write-object';

const MIB = 1024 * 1024;
const LARGE = 96 * MIB;

const servers = await realServers({ database: 'empty' });

describe('blobs as files', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'blobs-'));
  const place = (name: string): string => path.join(dir, name);
  let gateway: NatsConnection;
  let models: NatsConnection;
  let writer: NatsBlobStore;
  let reader: NatsBlobStore;
  let large: string;

  beforeAll(async () => {
    gateway = await servers.nats.connectAs('gateway');
    models = await servers.nats.connectAs('models');
    writer = new NatsBlobStore(gateway);
    reader = new NatsBlobStore(models);
    const piece = randomBytes(MIB);
    const pieces = function* (): Generator<Buffer> {
      for (let at = 0; at < LARGE; at += MIB) {
        piece.writeUInt32LE(at);
        yield Buffer.from(piece);
      }
    };
    await pipeline(Readable.from(pieces()), createWriteStream(place('large')));
    large = await writer.putFile(place('large'), 'model');
  });
  afterAll(async () => {
    await gateway.close();
    await models.close();
    rmSync(dir, { recursive: true });
  });

  it('are called by the hash of the file and come back as they were, through the rights of another service', async () => {
    expect(large).toBe(await hashFile(place('large')));
    await reader.fetchTo(large, place('fetched'));
    expect(await hashFile(place('fetched'))).toBe(large);
    expect(readdirSync(dir).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('wait for a slow reader outside of its memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const { sizeBytes, pieces } = await reader.stream(large);
    let read = 0;
    for await (const piece of pieces) {
      if (read === 0) await pause(500);
      if (read === 0) expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(LARGE / 2);
      read += piece.byteLength;
    }
    expect([read, sizeBytes]).toEqual([LARGE, LARGE]);
  });

  it('are not fetched further when the reader has gone', async () => {
    const { pieces } = await reader.stream(large);
    for await (const piece of pieces) {
      expect(piece.byteLength).toBeGreaterThan(0);
      break;
    }
    await reader.fetchTo(large, place('again'));
    expect(await hashFile(place('again'))).toBe(large);
  });

  it('are gone after deletion, whoever asks, and can be stored anew', async () => {
    await writeFile(place('small'), randomBytes(700_000));
    const id = await writer.putFile(place('small'), 'model');
    await reader.delete(id, 'model');
    await reader.delete(id, 'model');
    expect(await writer.has(id)).toBe(false);
    await expect(reader.stream(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(reader.fetchTo(id, place('gone'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(dir).filter((name) => name.startsWith('gone'))).toEqual([]);
    expect(await writer.putFile(place('small'), 'model')).toBe(id);
    expect(await reader.get(id)).toHaveLength(700_000);
  });

  it('whose bytes are not those of the name leave no file', async () => {
    await writeFile(place('true'), randomBytes(1_000));
    const id = await writer.putFile(place('true'), 'model');
    const manager = await jetstreamManager(models);
    const subjects = (await manager.streams.info('OBJ_ml-model', { subjects_filter: '$O.ml-model.C.>' })).state.subjects ?? {};
    const chunk = Object.entries(subjects).find(([, count]) => count === 1)?.[0] ?? '';
    await manager.streams.purge('OBJ_ml-model', { filter: chunk });
    await jetstream(models).publish(chunk, randomBytes(1_000));
    await expect(reader.fetchTo(id, place('other'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(readdirSync(dir).filter((name) => name.startsWith('other'))).toEqual([]);
  });

  it('are written with a few chunks on the way, however many there are', async () => {
    const client = jetstream(gateway);
    let [onTheWay, most] = [0, 0];
    const publish: JetStreamClient['publish'] = async (...args) => {
      onTheWay += 1;
      most = Math.max(most, onTheWay);
      return client.publish(...args).finally(() => (onTheWay -= 1));
    };
    const pieces = Array.from({ length: 40 }, () => randomBytes(10_000));
    const name = await blobId(Buffer.concat(pieces));
    await writeObject(Object.assign(Object.create(client) as JetStreamClient, { publish }), { bucket: 'ml-model', name, pieces });
    expect(most).toBe(8);
    expect(Buffer.concat(pieces).equals(await reader.get(name))).toBe(true);
  });

  it('get their name only when all bytes are there and are those of the name', async () => {
    const chunks = async (): Promise<number> => Object.keys((await (await jetstreamManager(gateway)).streams.info('OBJ_ml-model', { subjects_filter: '$O.ml-model.C.>' })).state.subjects ?? {}).length;
    const before = await chunks();
    const name = `sha256:${'0'.repeat(64)}`;
    const broken = function* (): Generator<Uint8Array> {
      yield randomBytes(1_000);
      throw new Error('the disk is gone');
    };
    await expect(writeObject(jetstream(gateway), { bucket: 'ml-model', name, pieces: [randomBytes(1_000), randomBytes(10)] })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(writeObject(jetstream(gateway), { bucket: 'ml-model', name, pieces: broken() })).rejects.toThrow('the disk is gone');
    expect([await writer.has(name), await chunks()]).toEqual([false, before]);
  });

  it('are swept with what killed writers left, unless they are named or young', async () => {
    await writeFile(place('orphan'), randomBytes(1_000));
    const orphan = await writer.putFile(place('orphan'), 'model');
    await jetstream(gateway).publish('$O.ml-model.C.NOBODYNAMESTHIS', randomBytes(100));
    expect(await reader.sweep('model', { olderThanMs: 3_600_000, keeps: () => false })).toBe(0);
    await pause(5);
    const others = (id: string): boolean => id !== orphan;
    expect(await reader.sweep('model', { olderThanMs: 0, keeps: others })).toBe(2);
    expect(await reader.sweep('model', { olderThanMs: 0, keeps: others })).toBe(0);
    expect([await reader.has(orphan), await reader.has(large)]).toEqual([false, true]);
  });
});
