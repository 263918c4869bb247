import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { NamedFacts } from '@ml/contracts/engines';
import type { DecideInput, Engine } from '@ml/engine-kernel/engine';
import type { Settings } from '@ml/engine-kernel/settings';
import type { LineAnswer, LineAsk } from './model-line';
import { usageForecast } from './usage-forecast';

const MODEL = { id: 'm-1', name: 'usage', version: '1.0.0' };
const INPUT = {} as DecideInput<unknown, Settings>;

/** Asks `rows` rows of two features. */
const engineAsking = (rows: number): Engine =>
  ({
    needs: ['usage_model'],
    usageQuestion: () => ({ features: ['a', 'b'], rows, values: new Float32Array(rows * 2), read: (answers: readonly (number | null)[], model: typeof MODEL) => ({ model, horizon_days: 30, nodes: answers.map((cpu, row) => ({ name: `n${row}`, cpu, memory: null })), containers: [] }) }),
  }) as unknown as Engine;

const named = (more: Partial<NamedFacts> = {}): NamedFacts => ({ prices: {}, pools: null, usage_model: MODEL, ...more });

/** The other end of the line answers so. */
const lineTo = (answer: (ask: LineAsk) => LineAnswer) => {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (ask: LineAsk) => {
    port1.postMessage(answer(ask));
    port1.close();
  });
  return port2;
};

const said = (columns: readonly string[], values: readonly number[]) => lineTo(() => ({ model: MODEL, columns, values: Float64Array.from(values) }));

describe('a forecast of usage within a decision', () => {
  it('is what the model answers, one number a row, with the answers for whoever decides it again', async () => {
    const first = await usageForecast(engineAsking(2), INPUT, { named: named(), line: said(['p10', 'p50', 'p90'], [0.9, 1.10004, 1.3, 0.5, 0.8, 1.2]) });
    expect(first.facts.forecast).toMatchObject({ model: MODEL, nodes: [{ cpu: 1.1 }, { cpu: 0.8 }] });
    const again = await usageForecast(engineAsking(2), INPUT, { named: named({ usage_answers: first.answers ?? { fallback: { code: '', text: '' } } }), line: undefined });
    expect(again).toEqual(first);
  });

  it('leaves out, row by row, what is no multiple of anything', async () => {
    const { answers } = await usageForecast(engineAsking(5), INPUT, { named: named(), line: said(['multiplier'], [1, Number.NaN, -0.1, 100.1, Infinity]) });
    expect(answers).toEqual({ model: MODEL, values: [1, null, null, null, null] });
  });

  it.each([
    ['no model is active', named({ usage_model: null }), 2, undefined, 'NO_ACTIVE_MODEL'],
    ['there is nothing to forecast', named(), 0, undefined, 'NO_FORECAST'],
    ['there are too many rows', named(), 20_001, undefined, 'FORECAST_TOO_LARGE'],
    ['nobody can be asked', named(), 2, undefined, 'MODEL_FAILED'],
    ['the model fails', named(), 2, () => lineTo(() => ({ fallback: { code: 'MODEL_FAILED', text: 'it ended' } })), 'MODEL_FAILED'],
    ['it says nothing that makes sense', named(), 2, () => said(['multiplier'], [Number.NaN, -1]), 'MODEL_FAILED'],
  ])('is not there when %s, and says why', async (...[, facts, rows, line, code]) => {
    const found = await usageForecast(engineAsking(rows), INPUT, { named: facts, line: line?.() });
    expect([found.facts.forecast, found.facts.modelFallback?.code]).toEqual([undefined, code]);
  });

  it('is given up when the other end closes without an answer', async () => {
    const { port1, port2 } = new MessageChannel();
    port1.once('message', () => port1.close());
    const found = await usageForecast(engineAsking(1), INPUT, { named: named(), line: port2 });
    expect(found.facts.modelFallback?.code).toBe('MODEL_FAILED');
  });

  it('is none of the business of an engine that does not need one', async () => {
    expect(await usageForecast({ ...engineAsking(1), needs: ['prices'] }, INPUT, { named: named(), line: undefined })).toEqual({ facts: {} });
  });
});
