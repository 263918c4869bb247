import { describe, expect, it } from 'vitest';
import { smape } from '@ml/domain/forecast/accuracy';
import { forecastAmounts } from '@ml/domain/forecast/forecast-amounts';
import { mean } from '@ml/domain/forecast/mean';
import { augurs } from '../../apps/insight/forecast/augurs';
import { publishedTheta } from './forecast';
import { m3Series } from './m3-series';

const HORIZON = 6;
/** Every so many: the whole of it is measured by `npm run bench -- forecast`. */
const EVERY = 24;
/** Seconds of pure arithmetic, on a machine that does other things meanwhile. */
const LONG_MS = 120_000;
const all = m3Series();

describe.skipIf(all === undefined)('forecasts of real series (../shared/data/usage/monthly)', () => {
  const series = all ?? [];

  it('are compared with a theta that is what was published', () => {
    // 13.85 over all 1,428 series, 18 months.
    const error = mean(series.map(({ known, heldOut }) => smape(publishedTheta(known, heldOut.length), heldOut)));
    expect(Math.abs(error - 13.85)).toBeLessThan(0.5);
  });

  it('are nearer than theta', { timeout: LONG_MS }, () => {
    const fitted = augurs();
    const some = series.filter((_, at) => at % EVERY === 0);
    const ours = mean(some.map(({ known, heldOut }) => smape(forecastAmounts(known, HORIZON, fitted).points.map(({ amount }) => amount), heldOut.slice(0, HORIZON))));
    const theirs = mean(some.map(({ known, heldOut }) => smape(publishedTheta(known, HORIZON), heldOut.slice(0, HORIZON))));
    expect(ours).toBeLessThan(theirs);
  });
});
