import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billedNames, monthActuals, ResourceSums, type CostAmount, type ResourceActual } from './actual-costs';

const amount = (over: Partial<CostAmount> = {}): CostAmount => ({ start: '2026-10-01', resource: null, amount: '40.3543773134', unit: 'USD', estimated: false, ...over });
const actualsOf = (amounts: readonly CostAmount[]): Readonly<Record<string, ResourceActual>> => {
  const sums = new ResourceSums();
  sums.add(amounts);
  return Object.fromEntries(sums.actuals());
};

describe('what an account really cost', () => {
  it('is summed by month, with four decimals, also below zero', () => {
    expect(monthActuals([amount({ start: '2026-11-01', amount: '-3', estimated: true }), amount(), amount({ amount: '0.1' })])).toEqual([
      { month: '2026-10', amount: 40.4544, is_estimated: false },
      { month: '2026-11', amount: -3, is_estimated: true },
    ]);
  });

  it('leaves out what is not in USD or no number', () => {
    expect(monthActuals([amount({ unit: 'CNY' }), amount({ amount: 'NaN' }), amount({ amount: '' })])).toEqual([]);
  });
});

describe('what a resource really cost', () => {
  it('is a month at the rate of the days on which it cost anything', () => {
    const days = ['2026-11-17', '2026-11-18', '2026-11-18'].map((start) => amount({ start, resource: 'vol-1', amount: '1.2' }));
    expect(actualsOf([...days, amount({ resource: 'NoResourceId' })])).toEqual({ 'vol-1': { amount: 3.6, hours: 48, monthly: 54.75 } });
  });

  it('is a credit where credits are more', () => {
    expect(actualsOf([amount({ resource: 'i-1', amount: '2' }), amount({ resource: 'i-1', amount: '-3' })])['i-1']).toEqual({ amount: -1, hours: 24, monthly: -30.4167 });
  });

  it('is the same in whatever pages the days come', () => {
    const days = fc.array(fc.record({ day: fc.integer({ min: 10, max: 23 }), resource: fc.constantFrom('a', 'b'), cents: fc.integer({ min: -500, max: 5_000 }) }), { minLength: 1 });
    fc.assert(
      fc.property(days, fc.nat(), (list, cut) => {
        const amounts = list.map(({ day, resource, cents }) => amount({ start: `2026-11-${day}`, resource, amount: String(cents / 100) }));
        const sums = new ResourceSums();
        for (const page of [amounts.slice(0, cut % amounts.length), amounts.slice(cut % amounts.length)]) sums.add(page);
        expect(Object.fromEntries(sums.actuals())).toEqual(actualsOf(amounts));
      }),
    );
  });
});

describe('a name on a bill', () => {
  it.each<[string, readonly string[]]>([
    ['i-0abc', ['i-0abc']],
    ['arn:aws:rds:us-east-1:1:db:orders', ['arn:aws:rds:us-east-1:1:db:orders', 'db:orders', 'orders']],
    ['arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/50dc', ['arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/50dc', 'loadbalancer/app/web/50dc', '50dc']],
    ['arn:aws:s3:::logs', ['arn:aws:s3:::logs', 'logs']],
  ])('%s is what a scan may call it', (billed, names) => {
    expect([...billedNames([billed])]).toEqual(names.map((name) => [name, billed]));
  });

  it('is of the resource that the bill calls so, else of the only one that it may mean', () => {
    const [east, west, queue] = ['arn:aws:rds:us-east-1:1:db:orders', 'arn:aws:rds:eu-west-1:1:db:orders', 'arn:aws:sqs:us-east-1:1:logs'];
    expect([...billedNames([east, west, queue, 'logs']).entries()].sort()).toEqual([[east, east], [west, west], [queue, queue], ['logs', 'logs']].sort());
  });
});
