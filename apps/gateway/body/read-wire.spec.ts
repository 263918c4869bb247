import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LargeBodies } from './large-bodies';
import { readWire } from './read-wire';

const limits = { wire: 1000, inflated: 1000, large: 100, member: 100 };

describe('a body of which the caller sends a part and is gone', () => {
  it('is a fault of the caller, not of ours', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
    caller.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"half"');
    const [request] = (await once(server, 'request')) as [Parameters<typeof readWire>[0]['stream']];
    const read = readWire({ stream: request, length: 100, limits, place: new LargeBodies().reserve() });
    caller.destroy();
    await expect(read).rejects.toMatchObject({ code: 'BAD_JSON', path: 'body', message: 'the connection ended before the body did' });
    server.close();
  });
});
