/** Lanczos' coefficients (g = 7), good to 15 digits. */
const LANCZOS = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
] as const;
const G = 7;
const MOST_STEPS = 500;
const EPSILON = 1e-14;
const TINY = 1e-300;

/** Of a number above 0. */
const logGamma = (x: number): number => {
  if (x < 1) return logGamma(x + 1) - Math.log(x);
  const at = x - 1;
  const sum = LANCZOS.reduce((total, coefficient, index) => (index === 0 ? coefficient : total + coefficient / (at + index)), 0);
  const t = at + G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
};

const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** The continued fraction of the incomplete beta function, by Lentz. */
const betaFraction = (a: number, b: number, x: number): number => {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return value;
};

/** The regularised incomplete beta function I_x(a, b), 0 < x < 1, a and b above 0. */
const incompleteBeta = (a: number, b: number, x: number): number => {
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
};

/** How probable it is that at least `hits` of `trials` fall where each falls with the probability `share`. Fractions are taken as they are. */
export const binomialTail = (hits: number, trials: number, share: number): number => {
  if (hits <= 0 || share >= 1) return 1;
  if (hits > trials || share <= 0) return 0;
  return Math.min(1, Math.max(0, incompleteBeta(hits, trials - hits + 1, share)));
};
