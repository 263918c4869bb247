import { Worker } from 'node:worker_threads';
import { AppError } from '@ml/contracts/app-error';
import { errorOf } from '@ml/platform/thread-reply';
import { bundledFile } from '@ml/platform/bundled-file';
import type { ExportWord } from './export-thread';
import type { MadeFile, MakeTask, Progress } from './make-files';

/** Rows of one row group and what becomes of them; much of it lives only until the group is written. */
const LIMITS = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 48 } as const;

interface Run {
  readonly tell: (progress: Progress) => void;
  /** Ends the thread wherever it is. */
  readonly signal: AbortSignal;
}

/** Makes the files in a thread of its own, which ends with them and gives its memory back. @throws AppError, or the signal's reason */
export const runExportThread = async (task: MakeTask, { tell, signal }: Run): Promise<readonly MadeFile[]> => {
  signal.throwIfAborted();
  const worker = new Worker(bundledFile('collector-export-thread.js'), { workerData: task, resourceLimits: LIMITS });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await lastWord(worker, tell);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
};

const lastWord = (worker: Worker, tell: (progress: Progress) => void): Promise<readonly MadeFile[]> =>
  new Promise((resolve, reject) => {
    worker.on('message', (word: ExportWord) => {
      if (word.kind === 'progress') tell(word.progress);
      else if (word.kind === 'made') resolve(word.files);
      else reject(errorOf(word.failure));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new AppError('UNAVAILABLE', 'the thread that wrote the export ended in the middle of it')));
  });
