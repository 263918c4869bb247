const WINDOW = 6_400;
const STEP = 100;
const LEAST_DEVIATION = 1e-6;

/** NAB's own baseline, nab/detectors/gaussian: the tail probability of a sample in the normal distribution of the last 6,400 samples, renewed every 100 once there are so many. */
export const windowedGaussian = (samples: Float64Array): Float64Array => {
  let [mean, deviation, waiting] = [0, 1, 0];
  return samples.map((value, at) => {
    const score = at === 0 ? 0 : 1 - upperTail(Math.abs(value - mean) / deviation);
    waiting += 1;
    if (at < WINDOW || waiting >= STEP) {
      ({ mean, deviation } = momentsOf(samples.subarray(Math.max(0, at + 1 - WINDOW), at + 1)));
      waiting = 0;
    }
    return score;
  });
};

const momentsOf = (samples: Float64Array): { readonly mean: number; readonly deviation: number } => {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples.length;
  return { mean, deviation: Math.sqrt(variance) || LEAST_DEVIATION };
};

/** Coefficients of the Chebyshev fit of erfc in Numerical Recipes; its fractional error is below 1.2e-7 everywhere. */
const FIT = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277] as const;

/** Probability of lying so many deviations or more above the mean. */
const upperTail = (deviations: number): number => {
  const x = deviations / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  return 0.5 * t * Math.exp(-x * x + FIT.reduceRight((sum, coefficient) => sum * t + coefficient, 0));
};
