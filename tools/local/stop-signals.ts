const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborted by Ctrl-C, by `npm run stop`, or when the terminal is closed. A second Ctrl-C changes nothing: stopping goes on in order. */
export const stopSignals = (): AbortSignal => {
  const controller = new AbortController();
  const unread = () => controller.abort(new Error('stopped: nobody reads any more'));
  // `npm run demo | head` closes the pipe; ending at once would leave the servers behind.
  process.stdout.on('error', unread);
  process.stderr.on('error', unread);
  for (const signal of SIGNALS) process.on(signal, () => controller.abort(new Error(`stopped by ${signal}`)));
  return controller.signal;
};

/** Nothing else may be going on in this process while it waits: the children are detached. */
const STILL_HERE_MS = 60_000;

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const alive = setInterval(() => undefined, STILL_HERE_MS);
    const done = () => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
