import { setTimeout } from 'node:timers/promises';
import { AppError } from '@ml/contracts/app-error';
import { currentCall } from '@ml/platform/call-context';

const PAUSES_MS = [100, 300, 1_000, 3_000, 5_000] as const;

/** Asks once more what may be asked twice, while that can help and the caller waits. */
export const askAgain = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (const pause of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable || Date.now() + pause >= currentCall().deadline) throw error;
      await setTimeout(pause);
    }
  }
  return ask();
};
