import { connect } from 'node:net';

const TIMEOUT_MS = 2_000;

/** Connects, sends what is given, and resolves with the first line that the server says. */
export const firstLine = (port: number, greeting = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let said = '';
    const done = (finish: () => void) => {
      socket.destroy();
      finish();
    };
    socket.setTimeout(TIMEOUT_MS, () => done(() => reject(new Error(`nothing said on port ${port}`))));
    socket.once('error', (error) => done(() => reject(error)));
    socket.once('close', () => done(() => reject(new Error(`closed on port ${port}`))));
    socket.once('connect', () => socket.write(greeting));
    socket.on('data', (bytes) => {
      said += bytes.toString('utf8');
      const end = said.indexOf('\n');
      if (end >= 0) done(() => resolve(said.slice(0, end).trim()));
    });
  });
