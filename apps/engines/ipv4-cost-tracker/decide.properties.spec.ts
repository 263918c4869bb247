import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancer, decisionFor, eni, gateway, idle, ingress, machine, node } from './ipv4-input.fixture';

const some = <T>(make: (index: number) => T, max: number): fc.Arbitrary<readonly T[]> => fc.uniqueArray(fc.integer({ min: 1, max }), { maxLength: max }).map((indexes) => indexes.map(make));

const ZONES = ['a', 'b', 'c'] as const;
const zoned = (index: number) => {
  const zone = ZONES[index % 3] ?? 'a';
  return { SubnetId: `subnet-${zone}`, Placement: { AvailabilityZone: `us-east-1${zone}` } };
};

/** Accounts in which everything overlaps: interfaces, machines and Elastic IP addresses name the same few public addresses. */
const accounts = fc.record({
  addresses: fc.uniqueArray(fc.integer({ min: 1, max: 12 })).map((indexes) =>
    indexes.map((index) => (index % 3 === 0 ? { PublicIp: `198.51.100.${index}`, AllocationId: `eipalloc-${index}`, AssociationId: 'x', NetworkInterfaceId: `eni-${index}` } : idle(index))),
  ),
  network_interfaces: some((index) => eni(index, index % 4 === 0 ? { Description: 'ELB app/web/50dc', RequesterId: 'amazon-elb' } : {}), 12),
  instances: some((index) => machine(index, zoned(index)), 12),
  nodes: some((index) => node(index), 12),
  nat_gateways: some((index) => gateway(index, index % 2 === 0 ? { SubnetId: 'subnet-b' } : {}), 5),
  load_balancers: some((index) => balancer(index === 1 ? 'web' : `app-${index}`), 4),
  ingresses: some((index) => ingress(index === 1 ? 'web' : `app-${index}`), 4),
  network: some((index) => ({ namespace: 's', pod: `p-${index}`, node: `n${index}`, rx_bytes_per_second: 10, tx_bytes_per_second: 10, egress_gb_month: 0.01 }), 12),
});

const cents = (usd: number): number => Math.round(usd * 100);

describe('any account', () => {
  it('never saves more than its addresses, gateways and load balancers cost', () => {
    fc.assert(
      fc.property(accounts, (state) => {
        const decision = decisionFor(state);
        const most = Number(decision.extra['total_monthly_cost']) + 32.85 * state.nat_gateways.length + 16.43 * state.load_balancers.length;
        expect(cents(decision.estimated_savings)).toBeLessThanOrEqual(cents(most) + decision.recommendations.length);
      }),
    );
  });

  it('frees no address twice', () => {
    fc.assert(
      fc.property(accounts, (state) => {
        const freed = decisionFor(state).recommendations.flatMap(({ details }) => details['addresses'] as readonly string[]);
        expect(new Set(freed).size).toBe(freed.length);
      }),
    );
  });

  it('counts every public address that is named once, and adds kinds up to the total', () => {
    fc.assert(
      fc.property(accounts, (state) => {
        const named = new Set(JSON.stringify(state).match(/(?:203\.0\.113|198\.51\.100|192\.0\.2)\.\d+/g) ?? []);
        const { total_addresses: total, by_kind: kinds } = decisionFor(state).extra as { total_addresses: number; by_kind: Record<string, { addresses: number }> };
        const perZone = state.load_balancers.length * 2;
        expect(total).toBeGreaterThanOrEqual(named.size);
        expect(total).toBeLessThanOrEqual(named.size + perZone);
        expect(Object.values(kinds).reduce((sum, { addresses }) => sum + addresses, 0)).toBe(total);
      }),
    );
  });

  it('keeps a NAT gateway in every zone that has one', () => {
    fc.assert(
      fc.property(accounts, (state) => {
        const removed = new Set(decisionFor(state).recommendations.filter(({ action }) => action === 'delete_nat_gateway').map(({ target }) => target.name));
        for (const subnet of ['subnet-a', 'subnet-b']) {
          const there = state.nat_gateways.filter((one) => one['SubnetId'] === subnet);
          if (there.length > 0) expect(there.some((one) => !removed.has(String(one['NatGatewayId'])))).toBe(true);
        }
      }),
    );
  });
});
