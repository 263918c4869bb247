import type { PoolFacts, PriceSnapshot, Product, TypeFacts } from '@ml/contracts/pricing';
import { familyAdvisorMeans } from '@ml/domain/features/interruption-features';

const keyOf = (instanceType: string, availabilityZone: string, product: Product): string => `${instanceType} ${availabilityZone} ${product}`;

/** One price snapshot, to look things up in. */
export class Market {
  private readonly types: ReadonlyMap<string, TypeFacts>;
  private readonly pools: ReadonlyMap<string, PoolFacts>;
  private readonly means = new Map<Product, (type: TypeFacts) => number | null>();

  constructor(
    /** Of the snapshot: `sha256:<hex>`. */
    readonly id: string,
    readonly snapshot: PriceSnapshot,
  ) {
    this.types = new Map(snapshot.types.map((type) => [type.instance_type, type]));
    this.pools = new Map(snapshot.pools.map((pool) => [keyOf(pool.instance_type, pool.availability_zone, pool.product), pool]));
  }

  type(instanceType: string): TypeFacts | undefined {
    return this.types.get(instanceType);
  }

  /** Undefined when the pool has no price. */
  pool(instanceType: string, availabilityZone: string, product: Product): PoolFacts | undefined {
    return this.pools.get(keyOf(instanceType, availabilityZone, product));
  }

  /** Mean interruption class of the family's other sizes in this region. */
  familyAdvisorMean(type: TypeFacts, product: Product): number | null {
    const means = this.means.get(product) ?? familyAdvisorMeans(this.snapshot.types, product);
    this.means.set(product, means);
    return means(type);
  }
}
