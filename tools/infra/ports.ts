import { createServer } from 'node:net';

/** Below Linux' range for outgoing connections: a port of ours must not be taken by somebody's socket while its server is restarted. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

/** Whether a server could listen there now. */
export const portIsFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

const EVERYBODYS = { from: LOWEST, to: HIGHEST } as const;
/** Nobody takes a port from here who has not asked for it: for one that is let go of and taken again. */
export const SET_ASIDE = { from: HIGHEST, to: 32_700 } as const;

export const freePort = async ({ from, to }: { readonly from: number; readonly to: number } = EVERYBODYS): Promise<number> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = from + Math.floor(Math.random() * (to - from));
    if (await portIsFree(port)) return port;
  }
  throw new Error(`No free port between ${from} and ${to} on 127.0.0.1.`);
};
