import type { Forecaster } from '@ml/domain/forecast/method';

/** WebAssembly that came to an end it did not foresee; what it left in its memory is nobody's guess. */
export const isPanic = (error: unknown): boolean => error instanceof Error && error.name === 'RuntimeError';

/** Asks a forecaster until it panics, and never again: its memory is loaded once for each thread. */
export const untilPanic = (forecast: Forecaster): Forecaster => {
  let isSound = true;
  return (amounts, horizon) => {
    if (!isSound) throw new Error('it panicked before in this thread');
    try {
      return forecast(amounts, horizon);
    } catch (error) {
      isSound = !isPanic(error);
      throw error;
    }
  };
};
