const TRIES = 400;
const PAUSE_MS = 50;

/** Resolves when the address answers well. @throws Error after twenty seconds */
export const awaitAnswer = async (url: string): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const ready = await fetch(url, { headers: { connection: 'close' } }).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`${url} does not answer`);
};
