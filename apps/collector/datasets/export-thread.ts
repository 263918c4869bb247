import { parentPort, workerData } from 'node:worker_threads';
import type { ErrorBody } from '@ml/contracts/app-error';
import { toExportError } from './export-trouble';
import { makeFiles, type MadeFile, type MakeTask, type Progress } from './make-files';

/** What the thread says; the last word is `made` or `failed`. */
export type ExportWord = { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'made'; readonly files: readonly MadeFile[] } | { readonly kind: 'failed'; readonly error: ErrorBody };

const say = (word: ExportWord): void => parentPort?.postMessage(word);

try {
  const files = await makeFiles(workerData as MakeTask, (progress) => say({ kind: 'progress', progress }));
  say({ kind: 'made', files });
} catch (error) {
  say({ kind: 'failed', error: toExportError(error).toBody() });
}
