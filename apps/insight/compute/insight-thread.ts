import { forecastSeries } from '../forecast/forecast-series';
import { replying } from './thread-reply';

/* What runs in the threads of this service, by name: ComputePool.run('forecast', task, signal). */

export const forecast = replying(forecastSeries);
