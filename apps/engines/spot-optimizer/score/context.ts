import type { PriceSnapshot, Product } from '@ml/contracts/pricing';
import type { EpochMs } from '@ml/units/brand';
import type { Lessons } from './customer';
import type { Formula } from './formula';

/** What a formula may look at beyond the pool. */
export interface FormulaContext {
  readonly snapshot: PriceSnapshot;
  readonly product: Product;
  readonly lessons: Lessons;
  readonly now: EpochMs;
}

export type FormulaVersion = (context: FormulaContext) => Formula;
