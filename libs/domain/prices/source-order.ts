import type { FactSource } from '@ml/contracts/decision';

/**
 * From the most to the least trusted: asked of AWS by ourselves, a file that somebody brought,
 * the emulator's invented market, the table that is built in.
 */
export const SOURCE_ORDER = ['aws', 'file', 'emulator', 'catalogue'] as const satisfies readonly FactSource[];

/** Invented prices give way to real ones, never the other way round. */
export const isReal = (source: FactSource): boolean => source === 'aws' || source === 'file';

/** What may be said of a result that used all of them; nothing used counts as the built-in table. */
export const worstSource = (sources: readonly FactSource[]): FactSource =>
  SOURCE_ORDER.findLast((source) => sources.includes(source)) ?? 'catalogue';
