import type { Fault } from '@ml/contracts/app-error';
import type { SeriesDto } from '@ml/contracts/dto/collection-series-dto';
import { timeFaults } from './time-faults';

/** What the form of single fields cannot tell. */
export const seriesFaults = ({ timestamps, values }: Pick<SeriesDto, 'timestamps' | 'values'>, now: Date): readonly Fault[] => {
  if (timestamps.length === 0) return [{ code: 'BAD_FIELD', path: 'timestamps', message: 'must have at least one entry' }];
  if (values.length !== timestamps.length) return [{ code: 'BAD_FIELD', path: 'values', message: `must have as many entries as timestamps: ${timestamps.length}, not ${values.length}` }];
  const millis = timestamps.map((time) => Date.parse(time));
  const early = millis.findIndex((at, index) => index > 0 && at <= (millis[index - 1] as number));
  if (early !== -1) return [{ code: 'BAD_FIELD', path: `timestamps[${early}]`, message: 'must be later than the one before' }];
  return timeFaults(`timestamps[${timestamps.length - 1}]`, timestamps.at(-1) as string, now);
};
