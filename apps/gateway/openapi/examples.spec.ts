import { describe, expect, it } from 'vitest';
import { ScoreSeriesDto } from '@ml/contracts/dto/anomaly-dto';
import { ActionDto } from '@ml/contracts/dto/collection-action-dto';
import { ScanRequestDto } from '@ml/contracts/dto/collection-scan-dto';
import { SeriesDto } from '@ml/contracts/dto/collection-series-dto';
import { AccountForecastQueryDto, ForecastAskDto } from '@ml/contracts/dto/cost-forecast-dto';
import { OrderExportQueryDto } from '@ml/contracts/dto/export-dto';
import { PreferencesChangeDto } from '@ml/contracts/dto/privacy-dto';
import { WasteRequestDto } from '@ml/contracts/dto/waste-dto';
import { scoreSeries } from '@ml/domain/anomaly/score-series';
import { cleanSeries } from '@ml/domain/forecast/clean-series';
import { seriesFaults } from '@ml/domain/forecast/series-faults';
import { checkDto } from '../validation/check-dto';
import { exampleOf } from './example-of';

describe('what the page shows as a request', () => {
  it.each([ActionDto, ScanRequestDto, SeriesDto, ForecastAskDto, AccountForecastQueryDto, OrderExportQueryDto, PreferencesChangeDto, ScoreSeriesDto, WasteRequestDto])('is accepted: %o', (type) => {
    expect(checkDto(type as never, exampleOf(type)).faults).toEqual([]);
  });

  it('is long enough to be forecast and to be scored', () => {
    const { series = [] } = exampleOf(ForecastAskDto) as ForecastAskDto;
    expect(seriesFaults(series, '2026-11')).toEqual([]);
    expect(cleanSeries(series, '2026-11').amounts).toHaveLength(6);
    const { windows } = scoreSeries({ ...(exampleOf(ScoreSeriesDto) as unknown as ScoreSeriesDto).series, path: 'series' });
    expect(windows.map(({ start }) => start)).toEqual(['2026-11-19T04:00:00Z']);
  });
});
