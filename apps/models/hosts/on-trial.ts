import type { LoadableModel, Trial } from '../serving/model-file';
import { runIn } from './run-in';
import { loadInto, type HostKeeper } from './supervised-host';

interface OnTrial {
  readonly model: LoadableModel;
  readonly keeper: HostKeeper;
  readonly signal: AbortSignal;
}

/** A model in a process that serves nobody and is not started again: whatever comes of it, the process ends with `use`, and with the signal, also when `use` goes on waiting for something else. */
export const onTrial = async <Result>({ model, keeper, signal }: OnTrial, use: (trial: Trial) => Promise<Result>): Promise<Result> => {
  const { path, type, metadata, ref } = model;
  const host = keeper.spawn();
  const over = new AbortController();
  const given = whenAborted(signal, over.signal);
  try {
    const { loadMilliseconds } = await Promise.race([loadInto(host, { path, declared: metadata, modelType: type }, keeper), given]);
    const used = use({ model: { ref, type, metadata }, loadMilliseconds, run: (_, batch, patience) => runIn(host, batch, { limitMs: keeper.runMs, signal: patience }) });
    return await Promise.race([used, given]);
  } finally {
    over.abort();
    await host.kill('asked');
  }
};

/** Rejects with the signal's reason. */
const whenAborted = (signal: AbortSignal, until: AbortSignal): Promise<never> => {
  const aborted = new Promise<never>((_, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true, signal: until });
  });
  // It may come when nobody waits for it any more.
  aborted.catch(() => undefined);
  return aborted;
};
