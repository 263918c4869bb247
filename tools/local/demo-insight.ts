import pc from 'picocolors';
import type { CostForecast, MonthlyAmount } from '@ml/contracts/insights';
import type { ApiClient } from './api-client';
import { judgeResources, scoreProcessor } from './demo-judgements';
import { FORECAST_LEGEND, forecastPicture } from './forecast-picture';
import { localDirectory } from './local-directory';

const ML = '/api/v1/ml';
const MONTHS = 48;
const HORIZON = 6;
/** Shown of the past. */
const SHOWN = 14;

/** The server is asked as anybody would ask it, and the reader sees how. */
const shown = (command: string): void => console.log(pc.dim(`$ ${command}`));

/** Months that have ended: growth, a season with its peak at the end of the year, and what nobody can foresee. */
const bills = (): readonly MonthlyAmount[] => {
  const now = new Date();
  return Array.from({ length: MONTHS }, (_, at) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS + at));
    const season = 1 + 0.12 * Math.cos(((month.getUTCMonth() - 11) / 6) * Math.PI);
    const chance = 1 + (((at * 7_919) % 101) - 50) / 1_500;
    return { month: month.toISOString().slice(0, 7), amount: Math.round(9_000 * 1.012 ** at * season * chance) };
  });
};

const forecastCosts = async (api: ApiClient): Promise<void> => {
  const series = bills();
  console.log(`\n${pc.bold('What the next months will cost')}, from ${MONTHS} months of bills, made up`);
  shown(`ml insights/forecast -d '{"horizon":${HORIZON},"series":[${JSON.stringify(series[0])},...]}'`);
  const forecast = await api.post<CostForecast>(`${ML}/insights/forecast`, { series, horizon: HORIZON });
  console.log(forecastPicture(series.slice(-SHOWN), forecast).join('\n'));
  console.log(pc.dim(FORECAST_LEGEND));
  const { method, level, backtest, warnings } = forecast;
  if (backtest !== null) console.log(`${method}, off by ${backtest.mape?.toFixed(1) ?? '?'}% on average when it was asked ${backtest.origins} times about the past; ${Math.round(100 * level)}% of months are to lie in the interval`);
  for (const { code, text } of warnings) console.log(pc.yellow(`${code}: ${text}`));
};

/** What will be paid, what of it is waste, and what is out of the ordinary. @throws Error */
export const demoInsight = async ({ api, gatewayUrl }: { readonly api: ApiClient; readonly gatewayUrl: string }): Promise<void> => {
  console.log(`\n${pc.bold(pc.cyan('Insights: on posted data, nothing of it is kept'))}`);
  shown(`KEY=$(node -p "require('${localDirectory(process.cwd())}/run.json').api_keys.platform")`);
  shown(`ml() { curl -s "${gatewayUrl}/api/v1/ml/$1" -H "X-API-Key: $KEY" -H 'content-type: application/json' "\${@:2}"; echo; }`);
  await forecastCosts(api);
  await scoreProcessor(api, shown);
  await judgeResources(api, shown);
};
