import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import type { GapAnalysis, GapFilling, GapState } from '@ml/contracts/gaps';
import type { CoverageRow, TimeSpan } from '@ml/contracts/price-coverage';
import type { RefreshStarted, RefreshState } from '@ml/contracts/refresh';
import type { ApiClient } from './api-client';
import { COVERAGE_LEGEND, coveragePicture } from './coverage-picture';
import type { DemoVersion } from './demo-trained';
import { ProgressScreen, type JobView } from './progress-line';

const ML = '/api/v1/ml';
const REGION = 'us-east-1';
const PATTERNS = ['m5.large', 'm5.xlarge', 'c5.*'] as const;
const SHOWN = ['c5.large', 'm5.large', 'm5.xlarge'] as const;
const FILL_DAYS = 10;
const LOOKBACK_DAYS = 30;
const REFRESH_DAYS = 2;
const POLL_MS = 500;
const MOST_ROWS = 1_000;
const DAY_MS = 86_400_000;

const ENDED: readonly string[] = ['completed', 'failed', 'cancelled'];

/** Of UTC, as the server counts days. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dayAgo = (days: number): string => dayOf(Date.now() - days * DAY_MS);

const counted = (count: number): string => count.toLocaleString('en-US');

/** Polls a job until it has ended, and shows it meanwhile. */
const follow = async <Job extends JobView>(api: ApiClient, path: string): Promise<Job> => {
  const screen = new ProgressScreen();
  try {
    for (;;) {
      const job = await api.get<Job>(path);
      screen.show(job);
      if (ENDED.includes(job.status)) return job;
      await sleep(POLL_MS);
    }
  } finally {
    screen.end();
  }
};

const picture = async (api: ApiClient): Promise<void> => {
  const span = `region=${REGION}&start_date=${dayAgo(LOOKBACK_DAYS)}&end_date=${dayAgo(0)}&product=Linux/UNIX&limit=${MOST_ROWS}`;
  const rows = await Promise.all(SHOWN.map((type) => api.get<readonly CoverageRow[]>(`${ML}/pricing/coverage?${span}&instance_type=${type}`)));
  console.log(`${coveragePicture(rows.flat()).join('\n')}\n  ${COVERAGE_LEGEND}`);
};

interface Days {
  readonly gap_start_date: string;
  readonly gap_end_date: string;
}

const lengthOf = ({ from, until }: TimeSpan): number => Date.parse(until) - Date.parse(from);

/** The newest days of the widest hole; undefined: there is none. */
const daysToFill = ({ missing }: GapAnalysis): Days | undefined => {
  const [widest] = missing.flatMap(({ missing: spans }) => spans).toSorted((one, other) => lengthOf(other) - lengthOf(one));
  if (widest === undefined || lengthOf(widest) < DAY_MS) return undefined;
  const last = Date.parse(widest.until) - 1;
  return { gap_start_date: dayOf(Math.max(Date.parse(widest.from), last - (FILL_DAYS - 1) * DAY_MS)), gap_end_date: dayOf(last) };
};

const analyze = async (api: ApiClient, model_id: string): Promise<GapAnalysis> => {
  const gap = await api.post<GapAnalysis>(`${ML}/gap-filler/analyze`, { model_id, required_lookback_days: LOOKBACK_DAYS, instance_types: PATTERNS, regions: [REGION] });
  console.log(`trained until ${gap.trained_until}, ${gap.gap_days} days ago; ${counted(gap.coverage.missing)} of ${counted(gap.coverage.required)} pool days since ${gap.required_from} are missing`);
  console.log(`about ${counted(gap.estimated_records)} records (${gap.required_data_types.join(', ') || 'nothing'}), ${gap.estimated_duration_minutes} min`);
  return gap;
};

const fill = async (api: ApiClient, model_id: string, days: Days): Promise<GapState> => {
  const { gap_id } = await api.post<GapFilling>(`${ML}/gap-filler/fill`, { model_id, instance_types: PATTERNS, regions: [REGION], ...days, priority: 'high' });
  return follow<GapState>(api, `${ML}/gap-filler/status/${gap_id}`);
};

const fillTwice = async (api: ApiClient, model_id: string, days: Days): Promise<void> => {
  console.log(`\n${pc.bold('Fill')} ${PATTERNS.join(', ')} in ${REGION}, ${days.gap_start_date} to ${days.gap_end_date}`);
  const { records_filled: filled } = await fill(api, model_id, days);
  await picture(api);
  console.log(`\n${pc.bold('The same fill again')}`);
  const again = await fill(api, model_id, days);
  console.log(`${counted(filled)} new records the first time, ${counted(again.records_filled)} the second`);
};

const refresh = async (api: ApiClient, model_id: string): Promise<void> => {
  const days = { refresh_from_date: dayAgo(REFRESH_DAYS), refresh_to_date: dayAgo(0) };
  const { refresh_id } = await api.post<RefreshStarted>(`${ML}/refresh/trigger`, { model_id, instance_types: PATTERNS, regions: [REGION], ...days });
  const { status, verdict, error_message: error } = await follow<RefreshState>(api, `${ML}/refresh/status/${refresh_id}`);
  for (const { passed, text } of verdict?.checks ?? []) console.log(`  ${passed ? pc.green('✓') : pc.yellow('!')} ${text}`);
  if (error !== null) console.log(pc.yellow(error));
  else console.log(`${status}: the model ${verdict?.passed === true ? 'may' : 'may not'} be activated on the new prices`);
};

/** From a model that grows old to fresh prices: what is missing, the fill, the same fill again, and a refresh. @throws Error */
export const demoGaps = async (api: ApiClient, { id }: DemoVersion): Promise<void> => {
  console.log(`\n${pc.bold(pc.cyan('A gap in the prices of the model, found and filled'))}`);
  const days = daysToFill(await analyze(api, id));
  await picture(api);
  if (days === undefined) console.log('nothing is missing');
  else await fillTwice(api, id, days);
  console.log(`\n${pc.bold('Refresh')} the model with the newest prices, and judge it by them`);
  await refresh(api, id);
};
