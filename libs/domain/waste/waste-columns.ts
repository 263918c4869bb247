import type { Cell } from '@ml/contracts/model-metadata';
import { WASTE_NUMBERS, WASTE_TEXTS, type WasteFeatures } from '../features/waste-features';

/** Names of what is said of each resource, in the order of `wasteCells`. */
export const WASTE_COLUMNS: readonly string[] = [...WASTE_NUMBERS, ...WASTE_TEXTS];

/** A row of them; null: unknown. An empty text is what a model learned for one that is unknown. */
export const wasteCells = ({ numbers, texts }: WasteFeatures): readonly (Cell | null)[] => [...numbers.map((number) => (Number.isFinite(number) ? number : null)), ...texts];
