import { fault, shown, type Read } from '../read';
import { whole } from '../values';

/** `2` or `"50%"`. */
export interface CountOrPercent {
  readonly value: number;
  readonly percent: boolean;
}

const readCount = whole({ min: 0, max: 2 ** 31 - 1 });
const PERCENT = /^(\d{1,3})%$/;
const WHOLE = 100;

export const countOrPercent: Read<CountOrPercent> = (value) => {
  if (typeof value === 'number') return { value: readCount(value), percent: false };
  const percent = Number(PERCENT.exec(typeof value === 'string' ? value : '')?.[1] ?? Number.NaN);
  if (Number.isNaN(percent) || percent > WHOLE) throw fault('BAD_FIELD', `${shown(value)} is neither a count nor a percentage`);
  return { value: percent, percent: true };
};
