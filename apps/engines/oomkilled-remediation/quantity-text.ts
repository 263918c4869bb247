import { MIB } from '@ml/units/size';

/** As a manifest says it: `768Mi`, or bytes where they make no whole MiB. */
export function quantityOf(amount: number): string;
export function quantityOf(amount: number | null): string | null;
export function quantityOf(amount: number | null): string | null {
  if (amount === null) return null;
  return amount % MIB === 0 ? `${amount / MIB}Mi` : String(amount);
}
