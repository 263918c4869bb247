import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AutoETS, initSync as initEts } from '@bsull/augurs/ets';
import { initSync as initMstl, MSTL } from '@bsull/augurs/mstl';
import type { FittedForecasters, Forecaster } from '@ml/domain/forecast/method';
import { PERIOD } from '@ml/domain/forecast/seasonal-adjustment';

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
    try {
      model.fit(Float64Array.from(amounts));
      return [...model.predict(horizon).point];
    } finally {
      model.free();
    }
  };

/** Fitted by the library augurs. Its memory is the caller's thread's. */
export const augurs = (): FittedForecasters => {
  initEts(wasmOf('ets'));
  initMstl(wasmOf('mstl'));
  return { ets: fitting(() => new AutoETS(PERIOD, ANY_TREND)), mstl: fitting(() => MSTL.ets([PERIOD])) };
};
