import { parentPort, workerData } from 'node:worker_threads';
import { failureOf, type ThreadFailure } from '@ml/platform/thread-reply';
import { toExportError } from './export-trouble';
import { makeFiles, type MadeFile, type MakeTask, type Progress } from './make-files';

/** What the thread says; the last word is `made` or `failed`. */
export type ExportWord = { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'made'; readonly files: readonly MadeFile[] } | { readonly kind: 'failed'; readonly failure: ThreadFailure };

const say = (word: ExportWord): void => parentPort?.postMessage(word);

try {
  const files = await makeFiles(workerData as MakeTask, (progress) => say({ kind: 'progress', progress }));
  say({ kind: 'made', files });
} catch (error) {
  say({ kind: 'failed', failure: failureOf(error, toExportError(error)) });
}
