import { afterAll, describe, expect, it } from 'vitest';
import { decisionMade, type DecisionMade } from '@ml/contracts/decisions';
import { poolsPublished } from '@ml/contracts/pools';
import type { Owner } from '@ml/contracts/wire';
import { realServers } from '@ml/testing/real';
import { bootService } from '../boot-service';

const servers = await realServers();
const boot = (owner: Owner) => bootService(owner, {}, { ...servers.envOf(owner), LOG_LEVEL: 'error', LOG_FILE: '/dev/null' });
const [gateway, decisions] = await Promise.all([boot('gateway'), boot('decisions')]);
afterAll(() => Promise.all([gateway.close(), decisions.close()]));

const tell = (id: string): Promise<void> => decisions.bus.publish(decisionMade, { decision_id: id } as DecisionMade, { id });
const listen = async (from: 'newest' | number): Promise<{ readonly got: string[]; stop(): Promise<void> }> => {
  const got: string[] = [];
  const watch = await gateway.bus.watch(decisionMade, { from }, ({ decision_id }) => void got.push(decision_id));
  return { got, stop: () => watch.stop() };
};

describe('a watch', () => {
  it('ends at once when it is stopped while it is being opened', async () => {
    const { stop } = await listen('newest');
    const first = await Promise.race([stop().then(() => 'stopped'), new Promise((resolve) => setTimeout(() => resolve('hangs'), 5_000))]);
    expect(first).toBe('stopped');
  });

  it('of what is new tells nothing old after the server was away, even when it had seen nothing before', async () => {
    await tell('old');
    const { got, stop } = await listen('newest');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await servers.nats.server.restart();
    await tell('new');
    await expect.poll(() => got, { timeout: 40_000 }).toContain('new');
    expect(got).toEqual(['new']);
    await stop();
  });

  it('from a place in the past tells everything after it and then what comes, once and in order', async () => {
    const { got, stop } = await listen(0);
    await expect.poll(() => got, { timeout: 20_000 }).toEqual(['old', 'new']);
    await tell('next');
    await expect.poll(() => got, { timeout: 20_000 }).toEqual(['old', 'new', 'next']);
    await stop();
  });

  it('from a place that the stream has not reached hears what comes', async () => {
    const { got, stop } = await listen(1_000_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await tell('beyond');
    await expect.poll(() => got, { timeout: 20_000 }).toEqual(['beyond']);
    await stop();
  });

  it('says when it has told what was there', async () => {
    const got: string[] = [];
    const watch = await gateway.bus.watch(decisionMade, { from: 0 }, ({ decision_id }) => void got.push(decision_id));
    await watch.caughtUp;
    expect(got.length).toBeGreaterThan(3);
    await watch.stop();
    const nothing = await decisions.bus.watch(poolsPublished, { from: 'latest-per-key' }, () => undefined);
    await nothing.caughtUp;
    await nothing.stop();
  });
});
