import { scoreSeries } from '@ml/domain/anomaly/score-series';
import { replying } from '@ml/platform/thread-reply';
import { forecastSeries } from '../forecast/forecast-series';
import { readResources as read } from '../waste/read-resources';

/* What runs in the threads of this service, by name: ComputePool.run('forecast', task, signal). */

export const forecast = replying(forecastSeries);
export const score = replying(scoreSeries);
export const readResources = replying(read);
