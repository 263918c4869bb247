import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AutoETS, initSync as initEts } from '@bsull/augurs/ets';
import { initSync as initMstl, MSTL } from '@bsull/augurs/mstl';
import { initSync as initProphet, Prophet } from '@bsull/augurs/prophet';
import type { FittedForecasters, Forecaster } from '@ml/domain/forecast/method';
import { prophetMap, type ProphetData } from '@ml/domain/forecast/prophet-map';
import { PERIOD } from '@ml/domain/forecast/seasonal-adjustment';
import { isPanic, untilPanic } from './until-panic';

/** Any error, any trend, no season: the library has none of its own. */
const ANY_TREND = 'ZZN';

interface Model {
  fit(amounts: Float64Array): void;
  predict(horizon: number): { readonly point: readonly number[] };
  free(): void;
}

/** The library's WebAssembly lies beside its code, under a name that its package does not export. */
const wasmOf = (part: string): { readonly module: Buffer<ArrayBuffer> } => ({ module: readFileSync(fileURLToPath(import.meta.resolve(`@bsull/augurs/${part}`)).replace(/\.js$/, '_bg.wasm')) });

const fitting =
  (create: () => Model): Forecaster =>
  (amounts, horizon) => {
    const model = create();
    return freeing(model, () => {
      model.fit(Float64Array.from(amounts));
      return [...model.predict(horizon).point];
    });
  };

/** Frees the model once it has answered, or refused to; what a panic left behind is not touched again. */
const freeing = (model: { free(): void }, answer: () => readonly number[]): readonly number[] => {
  let isSound = true;
  try {
    return answer();
  } catch (error) {
    isSound = !isPanic(error);
    throw error;
  } finally {
    if (isSound) model.free();
  }
};

const NO_LOGS = { debug: '', info: '', warn: '', error: '', fatal: '' };
const NOT_SEEN = { type: 'manual', enabled: false } as const;
/** Pairs of waves a year: months show no finer season. */
const YEARLY_WAVES = 4;
/** Any: only the lengths of the months matter to the model. */
const FIRST_YEAR = 2000;

type ProphetOptions = ConstructorParameters<typeof Prophet>[0];

/** In the place of Stan, which the library leaves to its caller. */
const optimize: ProphetOptions['optimizer']['optimize'] = (_, data) => {
  const { k, m, delta, beta, sigma_obs, trend } = prophetMap(JSON.parse(data) as ProphetData);
  return { logs: NO_LOGS, params: { k, m, delta: Float64Array.from(delta), beta: Float64Array.from(beta), sigmaObs: sigma_obs, trend: Float64Array.from(trend) } };
};

const prophet: Forecaster = (amounts, horizon) => {
  const seconds = Array.from({ length: amounts.length + horizon }, (_, month) => Date.UTC(FIRST_YEAR, month) / 1_000);
  // Without its samples, which only its own interval needs, it says the same each time.
  const model = new Prophet({ optimizer: { optimize }, uncertaintySamples: 0, weeklySeasonality: NOT_SEEN, dailySeasonality: NOT_SEEN, yearlySeasonality: { type: 'fourier', order: YEARLY_WAVES } });
  return freeing(model, () => {
    model.fit({ ds: seconds.slice(0, amounts.length), y: [...amounts] });
    return model.predict({ ds: seconds.slice(amounts.length) }).yhat.point;
  });
};

/** Fitted by the library augurs. Its memory is the caller's thread's. */
export const augurs = (): FittedForecasters => {
  initEts(wasmOf('ets'));
  initMstl(wasmOf('mstl'));
  initProphet(wasmOf('prophet'));
  return { ets: untilPanic(fitting(() => new AutoETS(PERIOD, ANY_TREND))), mstl: untilPanic(fitting(() => MSTL.ets([PERIOD]))), prophet: untilPanic(prophet) };
};
