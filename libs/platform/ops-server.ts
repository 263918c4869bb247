import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health';
import type { Metrics } from './metrics';

export interface OpsServer {
  readonly port: number;
  close(): Promise<void>;
}

interface OpsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly health: Health;
  readonly metrics: Metrics;
}

/** `/livez`, `/readyz` and `/metrics`, on a port of their own, away from customers' traffic. */
export const startOpsServer = async ({ host, port, health, metrics }: OpsServerOptions): Promise<OpsServer> => {
  const answers: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/livez': async (response) => sendJson(response, 200, { status: 'alive' }),
    '/readyz': async (response) => {
      const report = await health.report();
      sendJson(response, report.status === 'unhealthy' ? 503 : 200, report);
    },
    '/metrics': async (response) => {
      response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(await metrics.registry.metrics());
    },
  };
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    if (answer === undefined) return void sendJson(response, 404, { status: 'not found' });
    answer(response).catch((error: unknown) => sendJson(response, 500, { status: 'error', message: String(error) }));
  });
  await listen(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
