import type { CostForecast, MonthlyAmount } from '@ml/contracts/insights';

const WIDTH = 48;
const [PAID, SURE, LIKELY, POSSIBLE] = ['█', '▓', '▒', '░'];
const AMOUNT_WIDTH = 9;

/** Explains the marks. */
export const FORECAST_LEGEND = `${PAID} paid   ${SURE} to the lower end of the interval   ${LIKELY} to the forecast   ${POSSIBLE} to the upper end`;

const usd = (amount: number): string => Math.round(amount).toLocaleString('en-US').padStart(AMOUNT_WIDTH);

/** A line for each month, paid and to come, to one scale from nothing to the largest. Credits have no bar. */
export const forecastPicture = (series: readonly MonthlyAmount[], { points }: Pick<CostForecast, 'points'>): readonly string[] => {
  const largest = Math.max(0, ...series.map(({ amount }) => amount), ...points.map(({ upper }) => upper));
  const columns = (amount: number): number => (largest === 0 ? 0 : Math.round((WIDTH * Math.max(0, amount)) / largest));
  const bar = (mark: string, from: number, to: number): string => mark.repeat(Math.max(0, columns(to) - columns(from)));
  return [
    ...series.map(({ month, amount }) => `${month} ${usd(amount)}  ${bar(PAID, 0, amount)}`),
    ...points.map(({ month, amount, lower, upper }) => `${month} ${usd(amount)}  ${bar(SURE, 0, lower)}${bar(LIKELY, lower, amount)}${bar(POSSIBLE, amount, upper)}  ${usd(lower).trim()} to ${usd(upper).trim()}`),
  ];
};
