import type { LoadableModel, Trial } from '../serving/model-file';
import { runIn } from './run-in';
import { loadInto, type HostKeeper } from './supervised-host';

interface OnTrial {
  readonly model: LoadableModel;
  readonly keeper: HostKeeper;
  readonly signal: AbortSignal;
}

/** A model in a process that serves nobody and is not started again: whatever comes of it, the process ends with `use`. */
export const onTrial = async <Result>({ model, keeper, signal }: OnTrial, use: (trial: Trial) => Promise<Result>): Promise<Result> => {
  const { path, type, metadata, ref } = model;
  const host = keeper.spawn();
  const end = (): void => void host.kill('asked');
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    const { loadMilliseconds } = await loadInto(host, { path, declared: metadata, modelType: type }, keeper);
    return await use({ model: { ref, type, metadata }, loadMilliseconds, run: (_, batch, patience) => runIn(host, batch, { limitMs: keeper.runMs, signal: patience }) });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', end);
    await host.kill('asked');
  }
};
