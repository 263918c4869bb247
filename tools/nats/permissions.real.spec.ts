import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';

const servers = await realServers();

describe('users of the bus', () => {
  const open: NatsConnection[] = [];
  let pricing: NatsConnection;
  let decisions: NatsConnection;
  let gateway: NatsConnection;

  beforeAll(async () => {
    [pricing, decisions, gateway] = await Promise.all([servers.nats.connectAs('pricing'), servers.nats.connectAs('decisions'), servers.nats.connectAs('gateway')]);
    open.push(pricing, decisions, gateway);
  });
  afterAll(() => Promise.all(open.map((connection) => connection.close())));

  it('lets decisions publish what it decided, and the gateway follow it', async () => {
    const consumer = await jetstream(gateway).consumers.get('EVENTS', { filter_subjects: 'evt.decisions.made.v1' });
    const ack = await jetstream(decisions).publish('evt.decisions.made.v1', '{}', { msgID: 'one' });
    expect(ack.stream).toBe('EVENTS');
    const message = await consumer.next({ expires: 5_000 });
    expect(message?.subject).toBe('evt.decisions.made.v1');
  });

  it('denies pricing to publish what only decisions may say', async () => {
    await expect(jetstream(pricing).publish('evt.decisions.made.v1', '{}')).rejects.toThrow(/permissions violation/i);
  });

  it('denies pricing to ask what only the gateway may ask', async () => {
    await expect(pricing.request('decisions.decide.v1', '{}', { timeout: 2_000 })).rejects.toThrow(/permissions violation/i);
  });

  it('carries a question of the gateway to decisions and the answer back', async () => {
    const subscription = decisions.subscribe('decisions.decide.v1', {
      queue: 'decisions',
      callback: (_error, message) => void message.respond('answered'),
    });
    await decisions.flush();
    const answer = await gateway.request('decisions.decide.v1', 'asked', { timeout: 5_000 });
    expect(answer.string()).toBe('answered');
    subscription.unsubscribe();
  });

  it('denies a service to listen to what another one is asked', async () => {
    const refused = new Promise<Error | null>((resolve) => {
      pricing.subscribe('decisions.decide.v1', { queue: 'decisions', callback: (error) => resolve(error) });
    });
    expect(String(await refused)).toMatch(/permissions violation/i);
  });

  it('denies a service to listen outside of its queue group, where it would see what other replicas are asked', async () => {
    const refused = new Promise<Error | null>((resolve) => {
      decisions.subscribe('decisions.decide.v1', { callback: (error) => resolve(error) });
    });
    expect(String(await refused)).toMatch(/permissions violation/i);
  });

  it("denies a service to listen to another one's answers", async () => {
    const refused = new Promise<Error | null>((resolve) => {
      pricing.subscribe('_INBOX.gateway.>', { callback: (error) => resolve(error) });
    });
    expect(String(await refused)).toMatch(/permissions violation/i);
  });

  it('lets pricing queue work, take it with its durable consumer and acknowledge it', async () => {
    const manager = await jetstreamManager(pricing);
    await manager.consumers.add('WORK', { durable_name: 'pricing-fetch', filter_subject: 'work.pricing.fetch.v1', ack_policy: 'explicit' });
    await jetstream(pricing).publish('work.pricing.fetch.v1', '{}');
    const message = await (await jetstream(pricing).consumers.get('WORK', 'pricing-fetch')).next({ expires: 5_000 });
    expect(await message?.ackAck()).toBe(true);
  });

  it('denies every service to make, change or empty a stream', async () => {
    const manager = await jetstreamManager(pricing);
    await expect(manager.streams.add({ name: 'MINE', subjects: ['mine.>'] })).rejects.toThrow(/permissions violation/i);
    await expect(manager.streams.purge('EVENTS')).rejects.toThrow(/permissions violation/i);
    await expect(manager.streams.delete('WORK')).rejects.toThrow(/permissions violation/i);
  });

  it('lets pricing store a snapshot and decisions read it, but not the other way round', async () => {
    const bytes = new Uint8Array(400_000).fill(7);
    await (await new Objm(pricing).open('ml-snapshot', false)).putBlob({ name: 'sha256:spec' }, bytes);
    const store = await new Objm(decisions).open('ml-snapshot', false);
    expect(await store.getBlob('sha256:spec')).toEqual(bytes);
    await expect(store.putBlob({ name: 'sha256:forged' }, bytes)).rejects.toThrow(/permissions violation/i);
  });

  it('lets everybody hand over a large message', async () => {
    const bytes = new Uint8Array(2_000_000).fill(3);
    await (await new Objm(gateway).open('ml-transient', false)).putBlob({ name: 'sha256:large' }, bytes);
    expect(await (await new Objm(decisions).open('ml-transient', false)).getBlob('sha256:large')).toEqual(bytes);
  });
});
