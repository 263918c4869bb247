import { describe, expect, it } from 'vitest';
import { fieldsOf, type DtoClass } from '../field';
import { CollectedSeriesQueryDto } from './anomaly-dto';
import { SeriesDto } from './collection-series-dto';
import { ScanHead } from './collection-scan-dto';
import { AccountForecastQueryDto, ForecastAskDto } from './cost-forecast-dto';
import { WasteOfAccountQuery } from './waste-dto';

const takes = (type: DtoClass, name: string, length: number): boolean => fieldsOf(type).get(name)?.rule('x'.repeat(length)) === undefined;

describe('what was sent under an id', () => {
  it('can be asked for by that id, however long it is: ids on Azure are paths', () => {
    expect([SeriesDto, CollectedSeriesQueryDto].map((type) => [takes(type, 'resource_id', 2_048), takes(type, 'metric_name', 256), takes(type, 'resource_id', 2_049)])).toEqual(Array(2).fill([true, true, false]));
    expect([ScanHead, AccountForecastQueryDto, ForecastAskDto, WasteOfAccountQuery].map((type) => [takes(type, 'account_id', 512), takes(type, 'account_id', 513)])).toEqual(Array(4).fill([true, false]));
  });
});
