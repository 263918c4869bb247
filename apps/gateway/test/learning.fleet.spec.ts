import pg from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ReplayAnswer } from '@ml/contracts/decisions';
import type { InterruptionAnswer } from '@ml/contracts/interruptions';
import type { PoolStatus } from '@ml/contracts/learning';
import type { RebalanceJob } from '@ml/contracts/rebalance';
import { wholeFleet } from '@ml/testing/fleet';

const { api, gatewayUrl, apiKeys, servers } = await wholeFleet({ only: ['spot-optimizer'] });
const administrator = new pg.Client({ connectionString: servers.database.url });
await administrator.connect();
afterAll(() => administrator.end());

const ML = '/api/v1/ml';
const WAIT = { timeout: 30_000, interval: 50 };

interface Line {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly capacity_type: string;
}

let asked = 0;
/** The same request each time, but for its id. */
const decide = (): Promise<DecisionAnswer> => {
  asked += 1;
  const requirements = { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20 };
  return api.post(`${ML}/decision/spot-optimize`, { request_id: `learning-${String(asked)}`, cluster_id: 'c-deciding', decision_type: 'spot_optimize', current_state: {}, requirements });
};
const poolsOf = ({ allocation_plan: plan }: DecisionAnswer): readonly Line[] => (plan as { readonly nodes: readonly Line[] }).nodes.filter((line) => line.capacity_type === 'spot');

const keepSnapshot = async (cluster: string, customer: string, nodes: readonly Line[]): Promise<void> => {
  const current_state = {
    observed_at: new Date().toISOString(),
    nodes: nodes.map((line, index) => ({
      metadata: {
        name: `n${String(index)}`,
        labels: { 'node.kubernetes.io/instance-type': line.instance_type, 'topology.kubernetes.io/zone': line.availability_zone, 'karpenter.sh/capacity-type': 'spot' },
      },
    })),
  };
  const body = JSON.stringify({ region: 'us-east-1', customer_id: customer, current_state });
  const response = await fetch(`${gatewayUrl}${ML}/clusters/${cluster}/snapshot`, { method: 'PUT', headers: { 'x-api-key': apiKeys.platform, 'content-type': 'application/json' }, body });
  expect(response.status, await response.text()).toBeLessThan(300);
};

describe('a pool in which three customers are interrupted', { timeout: 90_000 }, () => {
  let pool: Line;
  let before: DecisionAnswer;
  const name = (): string => `instance_type=${pool.instance_type}&az=${pool.availability_zone}&region=us-east-1`;
  const report = (customer: string, more: object = {}): Promise<InterruptionAnswer> => {
    const { instance_type, availability_zone } = pool;
    return api.post(`${ML}/feedback/interruption`, { customer_id: customer, cluster_id: `cluster-of-${customer}`, instance_type, availability_zone, region: 'us-east-1', event_id: `event-of-${customer}`, ...more });
  };

  it('is used as long as nobody knows anything against it', async () => {
    await vi.waitFor(async () => expect((await decide()).evidence.pool_snapshot).toMatch(/^sha256:/), WAIT);
    before = await decide();
    const [first] = poolsOf(before);
    expect(first).toBeDefined();
    pool = first as Line;
    expect(before.evidence.feedback_weight).toBe(0);
    await vi.waitFor(async () => expect((await decide()).cached_from).toBeDefined(), WAIT);
    expect(await api.get<PoolStatus>(`${ML}/feedback/pool-status?${name()}`)).toMatchObject({ risk_level: 'NORMAL', affected_clients_count: 0 });
  });

  it('is found out, told with the answer, and not used by the next decision', async () => {
    await keepSnapshot('c-fourth', 'fourth', [pool, pool]);
    await vi.waitFor(async () => expect((await administrator.query("SELECT 1 FROM feedback.pool_inventory WHERE cluster_id = 'c-fourth' AND nodes = 2")).rowCount).toBe(1), WAIT);
    expect(await report('first')).toMatchObject({ success: true, duplicate: false, risk_level: 'NORMAL', affected_clients_count: 1, action_required: 'monitor' });
    expect(await report('second')).toMatchObject({ risk_level: 'UNCERTAIN', affected_clients_count: 2, action_required: 'monitor' });
    const { evidence: { pool_snapshot: second } } = await decide();
    const third = await report('third');
    expect(third).toMatchObject({ risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3, action_required: 'proactive_rebalance', clients_to_rebalance: ['fourth'], clients_to_rebalance_count: 1, confidence: 0.95 });

    // The answer waits for the stream to have it; who decides hears of it within milliseconds.
    const after = await vi.waitFor(
      async () => {
        const next = await decide();
        expect(next.evidence.pool_snapshot).not.toBe(second);
        return next;
      },
      { timeout: 20_000, interval: 1 },
    );
    expect(poolsOf(after).map((line) => `${line.instance_type}/${line.availability_zone}`)).not.toContain(`${pool.instance_type}/${pool.availability_zone}`);
    const refused = after.held.find(({ code, target }) => code === 'CONFIRMED_RISKY' && target.name === pool.instance_type);
    expect(refused?.details?.['availability_zones']).toContain(pool.availability_zone);
  });

  it('is the same for whoever repeats a report, or asks', async () => {
    expect(await report('third')).toMatchObject({ duplicate: true, risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3 });
    await expect(report('third', { nodes: 5 })).rejects.toThrow('EVENT_ID_REUSED');
    expect(await api.get<PoolStatus>(`${ML}/feedback/pool-status?${name()}`)).toMatchObject({ risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3, recent_interruptions: 1 });
  });

  it('has a job for the fourth customer, with a safer target', async () => {
    const job = await vi.waitFor(async () => {
      const [first, ...more] = await api.get<readonly RebalanceJob[]>(`${ML}/rebalance/jobs?cluster_id=c-fourth`);
      expect([first !== undefined, more.length]).toEqual([true, 0]);
      return first as RebalanceJob;
    }, WAIT);
    expect(job).toMatchObject({ customer_id: 'fourth', source_instance_type: pool.instance_type, source_availability_zone: pool.availability_zone, status: 'PENDING', priority: 'HIGH', nodes: 2 });
    expect([job.target_capacity_type !== null, `${job.target_instance_type ?? ''}/${job.target_availability_zone ?? ''}`]).not.toEqual([true, `${pool.instance_type}/${pool.availability_zone}`]);
    expect(await api.get<readonly RebalanceJob[]>(`${ML}/rebalance/jobs?cluster_id=cluster-of-first`)).toEqual([]);
  });

  it('is as it was then for a decision that is made again', async () => {
    const replay = await api.post<ReplayAnswer>(`${ML}/decisions/${before.decision_id}/replay`, {});
    expect(replay).toMatchObject({ identical: true, differences: [] });
  });
});
