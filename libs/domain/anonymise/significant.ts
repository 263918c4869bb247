const DIGITS = 3;
const WHOLE = 1_000;
/** Powers of ten up to here are exact. */
const MOST_EXPONENT = 20;

/** Rounded to 3 significant digits: what is left says how much, not whose. Finite numbers only. */
export const significant = (value: number): number => {
  if (Number.isInteger(value) && value > -WHOLE && value < WHOLE) return value === 0 ? 0 : value;
  const size = Math.abs(value);
  // Most values of a series are such, and a logarithm costs more than all the rest.
  if (size >= 1 && size < WHOLE) return ofUsualSize(value, size);
  const exponent = DIGITS - 1 - Math.floor(Math.log10(size));
  if (exponent > MOST_EXPONENT || exponent < -MOST_EXPONENT) return Number(value.toPrecision(DIGITS));
  const scale = 10 ** Math.abs(exponent);
  return exponent >= 0 ? Math.round(value * scale) / scale : Math.round(value / scale) * scale;
};

const ofUsualSize = (value: number, size: number): number => {
  if (size >= 100) return Math.round(value);
  const scale = size >= 10 ? 10 : 100;
  return Math.round(value * scale) / scale;
};
