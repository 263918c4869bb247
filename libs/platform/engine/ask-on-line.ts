import type { MessagePort } from 'node:worker_threads';
import type { LineAnswer, LineAsk } from './model-line';

const CUT: LineAnswer = { fallback: { code: 'MODEL_FAILED', text: 'the service ended before the model answered' } };

/** In the deciding thread: one question, one answer. */
export const askOnLine = (line: MessagePort, ask: LineAsk): Promise<LineAnswer> =>
  new Promise((resolve) => {
    line.once('message', resolve);
    line.once('close', () => resolve(CUT));
    line.postMessage(ask, [ask.values.buffer as ArrayBuffer]);
  });
