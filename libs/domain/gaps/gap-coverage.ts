import type { GapAnalysis, MissingType } from '@ml/contracts/gaps';
import type { FetchBasis, TimeSpan } from '@ml/contracts/price-coverage';
import { compareText } from '@ml/units/compare-text';
import { DAY_MS } from '@ml/units/time';
import { estimateChanges } from './estimate-changes';
import { daysOf, missingDays, runsOf, type Window } from './missing-days';
import { expectedRecords } from './plan-spot';

/** Days of pools of the window: how many there are, and how many are there whole. */
export const gapCoverage = (bases: readonly FetchBasis[], window: Window): GapAnalysis['coverage'] => {
  const days = daysOf(window).length;
  const expectations = estimateChanges(bases);
  const types = bases.flatMap(({ region, types }) => types.map((type) => ({ pools: Math.round(expectations(region, type).pools), missing: missingDays(type.missing, window).length })));
  const required = types.reduce((sum, { pools }) => sum + pools * days, 0);
  const missing = types.reduce((sum, type) => sum + type.pools * type.missing, 0);
  const complete = required - missing;
  return { required, complete, missing, percent_complete: required === 0 ? 100 : Math.floor((1_000 * complete) / required) / 10 };
};

/** Every type of every region of which a day is missing: the widest gaps first, then by region and type. */
export const missingTypes = (bases: readonly FetchBasis[], window: Window): readonly MissingType[] => {
  const expectations = estimateChanges(bases);
  const missing = bases.flatMap(({ region, types }) =>
    types.flatMap((type) => {
      const days = missingDays(type.missing, window);
      const spans = runsOf(days, Infinity).map((run) => spanOf(run, window));
      const need = { ...type, ...expectations(region, type) };
      const estimated_records = spans.reduce((sum, span) => sum + expectedRecords([need], daysIn(span)), 0);
      return days.length === 0 ? [] : [{ region, instance_type: type.instance_type, missing_days: days.length, missing: spans, estimated_records }];
    }),
  );
  return missing.sort((a, b) => b.missing_days - a.missing_days || compareText(a.region, b.region) || compareText(a.instance_type, b.instance_type));
};

const spanOf = (run: readonly number[], { from, until }: Window): TimeSpan => ({
  from: new Date(Math.max((run[0] ?? 0) * DAY_MS, from.getTime())).toISOString(),
  until: new Date(Math.min(((run.at(-1) ?? 0) + 1) * DAY_MS, until.getTime())).toISOString(),
});

const daysIn = ({ from, until }: TimeSpan): number => (Date.parse(until) - Date.parse(from)) / DAY_MS;
