import { connect as dial, createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { Database } from './database';

/** ReadyForQuery, outside of any transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const text = (type: string, value: string): Buffer => Buffer.from(`${type}${value}\0`);
const fields = Buffer.concat([text('S', 'FATAL'), text('C', '57P01'), text('M', 'terminating connection due to administrator command'), Buffer.from([0])]);
/** What a server says that is being stopped. */
const STOPPING = Buffer.concat([Buffer.from([0x45, 0, 0, 0, fields.length + 4]), fields]);

const { url } = await ownedDatabase('collector');
let stopping = false;

/** In front of the real server; when it is being stopped, it says so with the very answer that a connection is open. */
const relay = async (): Promise<Server> => {
  const { hostname, port } = new URL(url);
  const server = createServer((caller) => {
    const behind = dial(Number(port), hostname);
    caller.on('error', () => behind.destroy()).on('close', () => behind.destroy());
    behind.on('error', () => caller.destroy()).on('close', () => caller.destroy());
    caller.pipe(behind);
    behind.on('data', (bytes) => {
      if (!stopping || !bytes.subarray(-READY.length).equals(READY)) return caller.write(bytes);
      return caller.end(Buffer.concat([bytes, STOPPING]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const server = await relay();
const through = new URL(url);
through.hostname = '127.0.0.1';
through.port = String((server.address() as AddressInfo).port);
const database = new Database({ owner: 'collector', url: through.href, poolSize: 2, entities: [], statementTimeoutMs: 5_000 });
afterAll(async () => {
  await database.close();
  server.close();
});

it('a connection that is lost as it is opened fails retryably, and the next one is in order', async () => {
  await database.transaction(async (tx) => {
    await tx.query('SELECT 1');
    stopping = true;
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    stopping = false;
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
