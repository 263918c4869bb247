import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionFor, FULL_ROOT, image, SLIM_ROOT, type Layer } from './image-input.fixture';

const STEPS = [
  'RUN apt-get update && apt-get install -y gcc g++ make',
  'RUN apt-get install -y curl gcc && rm -rf /var/lib/apt/lists/*',
  'ENV NODE_VERSION=22',
  'RUN npm ci',
  'RUN pip install -r requirements.txt',
  'RUN chown -R app /app',
  'RUN rm -rf /tmp/x',
  'COPY . /app',
  'LABEL x',
] as const;

const layer: fc.Arbitrary<Layer> = fc.tuple(fc.double({ min: 0, max: 900, noNaN: true }), fc.constantFrom(...STEPS), fc.constantFrom('sha256:1', 'sha256:2', undefined)).map(([mb, step, digest]) => {
  // One digest is one content: its size goes with it.
  const size = digest === undefined ? mb : 321;
  return digest === undefined ? [size, step] : [size, step, digest];
});

const images = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('a:1', 'b:1', 'c:1', 'd:1'),
      root: fc.constantFrom(FULL_ROOT, SLIM_ROOT),
      layers: fc.array(layer, { maxLength: 8 }),
      pulls: fc.nat(5_000),
      crossAz: fc.nat(100),
      egress: fc.nat(100),
    }),
    { selector: ({ name }) => name },
  )
  .map((drawn) => drawn.map(({ name, root, layers, pulls, crossAz, egress }) => image(name, [root, ...layers], { pulls_per_month: pulls, cross_az_pulls_pct: crossAz, egress_pulls_pct: egress })));

const cents = (usd: number): number => Math.round(usd * 100);
const LIMIT = { requirements: { bloat_threshold_mb: 0 } };

interface Details {
  readonly size_mb: number;
  readonly best_practical_size_mb: number;
  readonly bloat_pct: number;
  readonly cost: Readonly<Record<'storage' | 'cross_az' | 'egress', number>>;
}

describe('any images', () => {
  it('never save more than they cost, one by one and together', () => {
    fc.assert(
      fc.property(images, (posted) => {
        const decision = decisionFor(posted, LIMIT);
        for (const { details, estimated_monthly_savings: saving } of decision.recommendations) {
          const { cost } = details as unknown as Details;
          expect(cents(saving)).toBeLessThanOrEqual(cents(cost.storage + cost.cross_az + cost.egress) + 2);
        }
        const total = decision.extra['total_monthly_cost'] as Details['cost'] | null | undefined;
        if (total !== null && total !== undefined) expect(cents(decision.estimated_savings)).toBeLessThanOrEqual(cents(total.storage + total.cross_az + total.egress) + 2 + decision.recommendations.length);
      }),
    );
  });

  it('keep a best practical size between nothing and their size', () => {
    fc.assert(
      fc.property(images, (posted) => {
        for (const { details } of decisionFor(posted, LIMIT).recommendations) {
          const { size_mb: size, best_practical_size_mb: best, bloat_pct: pct } = details as unknown as Details;
          expect(best).toBeGreaterThanOrEqual(0);
          expect(best).toBeLessThanOrEqual(size);
          expect(pct).toBeGreaterThanOrEqual(0);
          expect(pct).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('are each recommended or held, once', () => {
    fc.assert(
      fc.property(images, (posted) => {
        const { recommendations, held } = decisionFor(posted, LIMIT);
        const named = [...recommendations, ...held].map(({ target }) => target.name).filter((name) => name !== 'c-1');
        expect(named.toSorted()).toEqual(posted.map((one) => String(one['image'])).toSorted());
      }),
    );
  });
});
