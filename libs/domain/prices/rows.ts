import type { AdvisorClass, OperatingSystem, Product, TypeFacts } from '@ml/contracts/pricing';

/** What the validators let through. Prices are decimal text, USD an hour, above zero. */
export interface SpotRow {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
  readonly product: Product;
  readonly price: string;
  /** Milliseconds since the epoch: when this price came into force. */
  readonly at: number;
}

export interface OnDemandRow {
  readonly instance_type: string;
  readonly region: string;
  readonly operating_system: OperatingSystem;
  readonly price: string;
  /** `YYYY-MM-DD`. */
  readonly effective_date: string;
}

export interface AdvisorRow {
  readonly instance_type: string;
  readonly region: string;
  readonly operating_system: 'Linux' | 'Windows';
  readonly class: AdvisorClass;
  /** `<5%` ... `>20%`, as the file labels the class. */
  readonly interruption_rate: string;
  /** Per cent of the on-demand price; spot dearer than on-demand gives a negative one. */
  readonly savings_pct: number | null;
  /** The row as it came, for the reader who wants more than we understand. */
  readonly raw: string;
}

/** What the type itself is, before prices, the advisor and offerings say anything of it. */
export type TypeRow = Omit<TypeFacts, 'on_demand' | 'advisor' | 'availability_zones'>;

export interface OfferingRow {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
}
