import { SeriesHousekeeper } from './series-housekeeper';
import { SeriesTaker } from './series-taker';
import { SeriesController } from './series.controller';

export const SERIES_CONTROLLERS = [SeriesController];
export const SERIES_PROVIDERS = [SeriesTaker, SeriesHousekeeper];
