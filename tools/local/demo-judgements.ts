import pc from 'picocolors';
import type { Reason } from '@ml/contracts/decision';
import type { AnomalyScores, JudgedResource, WasteAnswer } from '@ml/contracts/insights';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';
import type { ApiClient } from './api-client';

const ML = '/api/v1/ml';
const STEP_MS = 5 * MINUTE_MS;
const SAMPLES_A_DAY = DAY_MS / STEP_MS;
const DAYS = 4;
/** Of the samples, for a line of the picture. */
const MARKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const WIDTH = 96;
const LARGEST = 100;

/** A processor that follows the day, with what nobody expects in the third night. */
const processor = (now: number) => {
  const start = Math.floor(now / HOUR_MS) * HOUR_MS - DAYS * DAY_MS;
  const odd = Math.round(3.1 * SAMPLES_A_DAY);
  const places = Array.from({ length: DAYS * SAMPLES_A_DAY }, (_, at) => at);
  return {
    timestamps: places.map((at) => new Date(start + at * STEP_MS).toISOString()),
    values: places.map((at) => (at >= odd && at < odd + 6 ? 92 : 35 + 20 * Math.sin((2 * Math.PI * at) / SAMPLES_A_DAY) + ((at * 7_919) % 13) / 3)),
  };
};

/** The largest of each stretch, as one line. */
const lineOf = (values: readonly (number | null)[]): string => {
  const stretch = values.length / WIDTH;
  const peaks = Array.from({ length: WIDTH }, (_, at) => Math.max(0, ...values.slice(Math.floor(at * stretch), Math.floor((at + 1) * stretch)).map((value) => value ?? 0)));
  return peaks.map((peak) => MARKS[Math.min(MARKS.length - 1, Math.floor((peak / LARGEST) * MARKS.length))] ?? '').join('');
};

/** What is out of the ordinary. @throws Error */
export const scoreProcessor = async (api: ApiClient, shown: (command: string) => void): Promise<void> => {
  const series = processor(Date.now());
  console.log(`\n${pc.bold('What is out of the ordinary')}, in ${DAYS} days of a processor, made up`);
  shown(`ml insights/anomalies -d '{"series":{"timestamps":["${series.timestamps[0] ?? ''}",...],"values":[${(series.values[0] ?? 0).toFixed(1)},...]}}'`);
  const { scores, windows, threshold } = await api.post<AnomalyScores>(`${ML}/insights/anomalies`, { series });
  console.log(`percent ${lineOf(series.values)}`);
  console.log(`score   ${pc.yellow(lineOf(scores))}`);
  for (const { start, end, score } of windows) console.log(`${pc.yellow(score.toFixed(1))} of 100 from ${start} to ${end}; from ${threshold} on a sample is unusual`);
};

const found = (now: number) => {
  const resource = (resource_id: string, more: object): object => ({ resource_id, region: 'us-east-1', created_at: new Date(now - 200 * DAY_MS).toISOString(), confidence_level: 'high', cost_monthly: 45.2, ...more });
  return [
    resource('vol-0a1', { resource_type: 'ebs_volume', detection_scenario: 'unattached' }),
    resource('i-0b2', { resource_type: 'ec2_instance', detection_scenario: 'idle', confidence_level: 'medium', metrics: { cpu_utilization: [31, 44, 38, 52] }, cost_monthly: 140 }),
    resource('eip-0c3', { resource_type: 'elastic_ip', detection_scenario: 'unassociated', created_at: new Date(now - 2 * DAY_MS).toISOString(), cost_monthly: 3.65 }),
    resource('vol-0d4', { resource_type: 'ebs_volume', detection_scenario: 'unattached', cost_monthly: -1 }),
  ];
};

/** What is waste. @throws Error */
export const judgeResources = async (api: ApiClient, shown: (command: string) => void): Promise<void> => {
  const resources = found(Date.now());
  console.log(`\n${pc.bold('What is waste')}, of ${resources.length} resources as in a scan`);
  shown(`ml insights/waste -d '{"provider":"aws","resources":[${JSON.stringify(resources[0])},...]}'`);
  const answer = await api.post<WasteAnswer>(`${ML}/insights/waste`, { provider: 'aws', resources });
  for (const resource of answer.resources) console.log(`${(resource.resource_id ?? '').padEnd(8)} ${saidOf(resource)}`);
  const { model, fallback } = answer;
  console.log(model === null ? pc.dim(`${told(fallback)} (npm run train -- waste)`) : `by the model of version ${model.version}`);
};

const told = (reason: Reason | null): string => (reason === null ? '' : `${reason.code}: ${reason.text}`);

const saidOf = ({ waste_probability, flagged, reason }: JudgedResource): string =>
  waste_probability === null ? pc.yellow(told(reason)) : `${(100 * waste_probability).toFixed(0).padStart(3)}%${flagged ? pc.red('  waste') : ''}`;
