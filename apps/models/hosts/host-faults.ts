import { AppError } from '@ml/contracts/app-error';
import { badModel } from './bad-model';
import { HostEnded, type EndReason } from './host-ended';

/** What these say of the model; the other ends say nothing. */
const NOT_LOADED: Readonly<Partial<Record<EndReason, readonly [string, string]>>> = {
  crashed: ['LOAD_CRASHED', 'onnxruntime ended while it loaded the model: the file is damaged, or uses something that the runtime cannot bear'],
  late: ['LOAD_TIMEOUT', 'the model was not loaded and checked in time: make it smaller, or let the operator raise MODEL_LOAD_SECONDS'],
  memory: ['OUT_OF_MEMORY', 'the model needs more memory than a host may use: make it smaller, or let the operator raise MODEL_HOST_MEMORY_MB'],
};

/** What a failed load means for whoever wanted the model. */
export const toLoadFault = (error: unknown): unknown => {
  if (!(error instanceof HostEnded)) return error;
  const refusal = NOT_LOADED[error.reason];
  return refusal === undefined ? new AppError('MODEL_NOT_READY', 'no process could be had for the model', { cause: error }) : badModel(...refusal);
};

const NOT_RUN: Readonly<Record<EndReason, string>> = {
  crashed: 'the process of the model ended in the middle of the request; a new one is being started',
  killed: 'the process of the model was ended in the middle of the request; a new one is being started',
  late: 'the model took longer than MODEL_RUN_SECONDS on this request; its process is being replaced',
  memory: 'the model needed more memory than MODEL_HOST_MEMORY_MB on this request; its process is being replaced',
  asked: 'the model was taken away in the middle of the request',
  unborn: 'no process could be had for the model',
};

/** What a failed run means for whoever asked. */
export const toRunFault = (error: unknown, signal: AbortSignal): unknown => {
  if (error instanceof HostEnded) return new AppError('MODEL_FAILED', NOT_RUN[error.reason], { cause: error, details: { reason: error.reason.toUpperCase() } });
  if (signal.aborted && !(error instanceof AppError)) return new AppError('DEADLINE_EXCEEDED', 'the model did not answer within the deadline', { cause: error });
  return error;
};
