const DIGITS = 3;
const WHOLE = 1_000;
/** Powers of ten up to here are exact. */
const MOST_EXPONENT = 20;

/** Rounded to 3 significant digits: what is left says how much, not whose. Finite numbers only. */
export const significant = (value: number): number => {
  if (Number.isInteger(value) && value > -WHOLE && value < WHOLE) return value === 0 ? 0 : value;
  const exponent = DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)));
  if (exponent > MOST_EXPONENT || exponent < -MOST_EXPONENT) return Number(value.toPrecision(DIGITS));
  const scale = 10 ** Math.abs(exponent);
  return exponent >= 0 ? Math.round(value * scale) / scale : Math.round(value / scale) * scale;
};
