import { connect } from '@nats-io/transport-node';
import { ensureStreams } from '@ml/platform/bus/ensure-streams';
import { runJob } from './run-job';

const HELP = `make-streams

Streams and buckets of the bus. Run once per installation and version, before the services; running it twice is harmless.

  NATS_URL         one or more servers, comma-separated
  NATS_USER        bootstrap, unless the server knows no users
  NATS_PASSWORD    its password
  NATS_REPLICAS    copies of each stream in a cluster: 1 (default), 3 or 5`;

const COPIES = ['1', '3', '5'];

const main = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const { NATS_URL: url = 'nats://127.0.0.1:4222', NATS_USER: user, NATS_PASSWORD: pass, NATS_REPLICAS: replicas = '1' } = env;
  if (!COPIES.includes(replicas)) throw new Error(`NATS_REPLICAS is "${replicas}"; it may be ${COPIES.join(', ')}`);
  const connection = await connect({ servers: url.split(','), inboxPrefix: '_INBOX.bootstrap', ...(user !== undefined && { user }), ...(pass !== undefined && { pass }) });
  await ensureStreams(connection, Number(replicas));
  await connection.close();
  console.log('Streams and buckets are there.');
};

await runJob(HELP, () => main(process.env));
