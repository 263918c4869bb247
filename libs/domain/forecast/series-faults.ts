import type { Fault } from '@ml/contracts/app-error';
import type { MonthlyAmount } from '@ml/contracts/insights';
import { monthNumber } from './months';

/** From the first month to the last; nobody has older bills. */
export const MOST_MONTHS = 600;

/** What the form of single fields cannot tell of posted months. `current`: the month that is, `2026-11`. */
export const seriesFaults = (series: readonly MonthlyAmount[], current: string): readonly Fault[] => {
  const first = new Map<number, number>();
  const faults = series.flatMap(({ month, amount }, index) => {
    const number = monthNumber(month);
    const before = number === null ? undefined : first.get(number);
    if (number !== null && before === undefined) first.set(number, index);
    return [...monthFaults({ number, before }, { path: `series[${index}].month`, current }), ...amountFaults(amount, `series[${index}].amount`)];
  });
  const span = Math.max(...first.keys()) - Math.min(...first.keys()) + 1;
  return span > MOST_MONTHS ? [...faults, fault('series', `spans ${span} months; at most ${MOST_MONTHS} are taken`)] : faults;
};

const fault = (path: string, message: string): Fault => ({ code: 'BAD_FIELD', path, message });

const monthFaults = ({ number, before }: { readonly number: number | null; readonly before: number | undefined }, { path, current }: { readonly path: string; readonly current: string }): readonly Fault[] => {
  if (number === null) return [fault(path, 'is no month of the form 2026-01')];
  if (before !== undefined) return [fault(path, `stands already at series[${before}]: say each month once`)];
  return number > (monthNumber(current) ?? Infinity) ? [fault(path, 'has not begun yet: post what was paid, the forecast is ours')] : [];
};

const amountFaults = (amount: number, path: string): readonly Fault[] => (Number.isFinite(amount) ? [] : [fault(path, 'is no finite number')]);
