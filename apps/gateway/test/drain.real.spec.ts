import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { goodRequest, SPOT } from './requests';
import { answerTo, decisions, DecisionsStandIn, PLATFORM_KEY, runningGateway, standIn } from './running-gateway';

const servers = await realServers();
await standIn(servers, 'decisions', DecisionsStandIn);
const gateway = await runningGateway(servers);
/** Nobody new is let in. */
const isRefused = (): Promise<boolean> => fetch(gateway.url).then(() => false, () => true);

const onTheWire = (requestId: string): string => {
  const body = JSON.stringify({ ...goodRequest, request_id: requestId });
  return `POST ${SPOT} HTTP/1.1\r\nhost: gateway\r\nx-api-key: ${PLATFORM_KEY}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
};

it('answers what is running when it is told to stop, and what still comes over an open connection', async () => {
  const { promise: lateIsThere, resolve: letGo } = Promise.withResolvers<void>();
  decisions.behave = async (ask) => {
    await lateIsThere;
    return answerTo(ask);
  };
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const answered = text(socket);
  socket.write(onTheWire('running'));
  await expect.poll(() => decisions.asked.length).toBe(1);
  const closed = gateway.app.close();
  await expect.poll(isRefused).toBe(true);
  socket.write(onTheWire('late'));
  await expect.poll(() => decisions.asked.length).toBe(2);
  letGo();
  const answers = await answered;
  expect(answers.match(/HTTP\/1\.1 200/g), answers).toHaveLength(2);
  expect(answers).toContain('"request_id":"running"');
  expect(answers).toContain('"request_id":"late"');
  await closed;
});
