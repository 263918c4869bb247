import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Reason } from '@ml/contracts/decision';
import { askRun } from '@ml/contracts/forecasts';
import type { ModelRef } from '@ml/contracts/model-metadata';
import type { Bus } from '../bus/bus';
import { openAttachment } from '../bus/open-attachment';
import { ownBytes } from '../bus/own-bytes';
import { currentCall, runInCall } from '../call-context';

/** What a deciding thread asks: row by row. */
export interface LineAsk {
  readonly features: readonly string[];
  readonly rows: number;
  readonly values: Float32Array;
}

export type LineAnswer = { readonly model: ModelRef; readonly columns: readonly string[]; readonly values: Float64Array } | { readonly fallback: Reason };

export interface ModelLine {
  /** The thread's end: to be handed over with the task. */
  readonly port: MessagePort;
  close(): void;
}

/** A decision does not wait longer for a model, nor for more than half of the time it has left: it can be made without. */
const PATIENCE_MS = 2_000;
const BYTES_PER_ANSWER = 8;

/** What is known of models that did not answer in time. */
export interface Overdue {
  /** Whether they are not to be asked now. */
  isSpared(): boolean;
  note(): void;
}

/** A line on which one deciding thread asks one model; it always gets an answer, within its patience and the caller's deadline. */
export const openModelLine = (bus: Bus, model: ModelRef, overdue: Overdue): ModelLine => {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const call = currentCall();
  ours.on('message', (ask: LineAsk) => {
    // Looked at only now: the decision may have waited for its thread behind one that waited for this model.
    if (overdue.isSpared()) return ours.postMessage(failed(model, 'it did not answer a moment ago, and is asked again in some seconds'));
    const patienceMs = Math.max(1, Math.min(PATIENCE_MS, (call.deadline - Date.now()) / 2));
    void runInCall(call, () => answer({ bus, model, patienceMs, overdue }, ask)).then((found) => ours.postMessage(found));
  });
  return { port: theirs, close: () => ours.close() };
};

interface Asking {
  readonly bus: Bus;
  readonly model: ModelRef;
  readonly patienceMs: number;
  readonly overdue: Overdue;
}

const answer = async (asking: Asking, ask: LineAsk): Promise<LineAnswer> => {
  const { model, patienceMs, overdue } = asking;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<LineAnswer>((resolve) => {
    timer = setTimeout(() => {
      overdue.note();
      resolve(failed(model, 'it did not answer in time'));
    }, patienceMs);
  });
  const asked = run(asking, ask).catch((error: unknown) => failed(model, error instanceof Error ? error.message : String(error)));
  return Promise.race([asked, patience]).finally(() => clearTimeout(timer));
};

const failed = ({ name, version }: ModelRef, why: string): LineAnswer => ({ fallback: { code: 'MODEL_FAILED', text: `${name} ${version} could not be asked: ${why}` } });

const run = async ({ bus, model }: Asking, { features, rows, values }: LineAsk): Promise<LineAnswer> => {
  const body = { model_id: model.id, model_type: 'resource_forecaster', rows, features } as const;
  const sent = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const { body: reply, attachment } = await bus.exchange(askRun, body, { attachment: sent, timeoutMs: PATIENCE_MS });
  const bytes = ownBytes(await openAttachment(attachment));
  const count = rows * reply.columns.length;
  if (reply.rows !== rows || bytes.byteLength !== count * BYTES_PER_ANSWER) return failed(model, `it answered ${reply.rows} rows of ${rows}`);
  return { model: reply.model, columns: reply.columns, values: new Float64Array(bytes.buffer, bytes.byteOffset, count) };
};
