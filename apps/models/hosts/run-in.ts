import type { RowBatch, RunOutput } from '../serving/serving';
import { toRunFault } from './host-faults';
import type { HostProcess } from './host-process';

export interface RunLimits {
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Runs rows through the model of a host. @throws AppError MODEL_FAILED, DEADLINE_EXCEEDED, and the host's own */
export const runIn = async (host: HostProcess, batch: RowBatch, { limitMs, signal }: RunLimits): Promise<RunOutput> => {
  const { rows } = batch;
  try {
    const { reply, body } =
      'values' in batch
        ? await host.ask({ kind: 'run', rows }, { body: bytesOf(batch.values), limitMs, signal })
        : await host.ask({ kind: 'run', rows, cells: batch.cells }, { limitMs, signal });
    return { ...reply, values: new Float64Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength >> 3) };
  } catch (error) {
    throw toRunFault(error, signal);
  }
};

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
