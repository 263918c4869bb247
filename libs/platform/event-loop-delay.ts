import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics';

/** Often enough to see what a caller would feel, seldom enough to cost nothing. */
const LOOK_EVERY_MS = 10;
const QUANTILES = [0.5, 0.99, 1] as const;
const NS = 1e9;

/** How long everything else in a process waits while something blocks its event loop. */
export const watchEventLoop = (metrics: Metrics): void => {
  const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  delays.enable();
  metrics.gauge({
    name: 'ml_event_loop_delay_seconds',
    help: `Time between two looks at the event loop since the last scrape, ${LOOK_EVERY_MS} ms of it by intention; quantile 1 is the longest`,
    labels: ['quantile'],
    collect: (gauge) => {
      for (const quantile of QUANTILES) gauge.set({ quantile: String(quantile) }, delays.percentile(quantile * 100) / NS);
      delays.reset();
    },
  });
};
