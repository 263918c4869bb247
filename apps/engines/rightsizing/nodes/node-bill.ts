import { perMonth, roundToCents } from '@ml/units/money';
import type { NodeChange } from './node-changes';

/** USD a month, rounded to cents. */
export interface NodeBill {
  readonly now: number;
  readonly then: number;
  /** Of the two as they are shown, so that everybody who subtracts gets the same. */
  readonly saving: number;
  readonly additional: number;
}

export const billOf = ({ machine, offer }: NodeChange): NodeBill => {
  const [now, then] = [roundToCents(perMonth(machine.price)), roundToCents(perMonth(offer.price))];
  const difference = roundToCents(now - then);
  return { now, then, saving: Math.max(0, difference), additional: Math.max(0, -difference) };
};
