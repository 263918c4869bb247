import type { MessagePort } from 'node:worker_threads';
import type { Reason } from '@ml/contracts/decision';
import type { NamedFacts, UsageAnswers } from '@ml/contracts/engines';
import type { DecideInput, Engine, Facts, UsageQuestion } from '@ml/engine-kernel/engine';
import type { Settings } from '@ml/engine-kernel/settings';
import { roundTo } from '@ml/units/money';
import { askOnLine } from './ask-on-line';
import type { LineAnswer } from './model-line';

/** What the model's answers add to the facts, and the answers themselves, for whoever decides the same again. */
export interface UsageFacts {
  readonly facts: Pick<Facts, 'forecast' | 'modelFallback'>;
  /** Absent where no model was to be asked. */
  readonly answers?: UsageAnswers;
}

interface Asking {
  readonly named: NamedFacts;
  /** Absent where nobody is to be asked: on a replay. */
  readonly line: MessagePort | undefined;
}

type Input = DecideInput<unknown, Settings>;

/** Two numbers for 10,000 containers: more than that is not worth the wait of one decision. */
const MAX_ROWS = 20_000;
/** A multiple of what was used: four decimals are finer than any request. */
const DIGITS = 4;
/** Ours: nobody's usage grows a hundredfold within the horizon; whatever says so was not trained for this. */
const LARGEST = 100;

/** Asks the model that forecasts usage, unless its answers are given. */
export const usageForecast = async (engine: Engine, input: Input, { named, line }: Asking): Promise<UsageFacts> => {
  if (!engine.needs.includes('usage_model') || engine.usageQuestion === undefined) return { facts: {} };
  if (named.usage_model === undefined || named.usage_model === null) return without(NO_ACTIVE_MODEL);
  const question = engine.usageQuestion(input);
  if (question === null || question.rows === 0) return without(NOTHING_TO_FORECAST);
  const answers = named.usage_answers ?? (await asked(question, line));
  if ('fallback' in answers) return { ...without(answers.fallback), answers };
  return { facts: { forecast: question.read(answers.values, answers.model) }, answers };
};

const without = (modelFallback: Reason): UsageFacts => ({ facts: { modelFallback } });

const NO_ACTIVE_MODEL: Reason = { code: 'NO_ACTIVE_MODEL', text: 'no model that forecasts usage is active' };
const NOTHING_TO_FORECAST: Reason = { code: 'NO_FORECAST', text: 'nothing was sent of which usage could be forecast: no series covers a day' };
const NO_LINE: Reason = { code: 'MODEL_FAILED', text: 'what the model would have said is not known' };

const asked = async ({ features, rows, values }: UsageQuestion, line: MessagePort | undefined): Promise<UsageAnswers> => {
  if (rows > MAX_ROWS) return { fallback: { code: 'FORECAST_TOO_LARGE', text: `${rows} series are more than the ${MAX_ROWS} that are forecast at once: split the cluster, by namespace or node pool` } };
  if (line === undefined) return { fallback: NO_LINE };
  return sensible(await askOnLine(line, { features, rows, values }), rows);
};

/** One number a row: of several columns the middle one. What is no multiple of anything is null. */
const sensible = (answer: LineAnswer, rows: number): UsageAnswers => {
  if ('fallback' in answer) return answer;
  const { model, columns, values } = answer;
  const column = Math.max(0, columns.indexOf('p50'));
  const found = Array.from({ length: rows }, (_, row) => multiple(values[row * columns.length + column]));
  if (found.every((value) => value === null)) return { fallback: { code: 'MODEL_FAILED', text: `${model.name} ${model.version} answered nothing that makes sense` } };
  return { model, values: found };
};

const multiple = (value: number | undefined): number | null => (value !== undefined && value >= 0 && value <= LARGEST ? roundTo(value, DIGITS) : null);
