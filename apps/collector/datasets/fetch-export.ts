import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@ml/contracts/app-error';
import { askExport, askExportFile, askOrderExport, type ExportJob } from '@ml/contracts/datasets';
import type { BlobStore } from '@ml/platform/blobs/blob-store';
import { writePieces } from '@ml/platform/blobs/write-pieces';
import type { Bus } from '@ml/platform/bus/bus';
import type { ExportArguments } from './export-arguments';
import { MANIFEST } from './manifest';
import { untilAborted } from './until-aborted';

const POLL_MS = 300;

interface Parts {
  readonly bus: Bus;
  readonly blobs: BlobStore;
  readonly tell: (job: ExportJob) => void;
  /** Ends it, without half a file. */
  readonly signal: AbortSignal;
}

export interface FetchedFile {
  readonly name: string;
  readonly dataset: string | null;
  readonly path: string;
  readonly rows: number;
}

/** Orders an export, waits for it and fetches its files into a directory that is there. @throws AppError of the order, or that it failed; the signal's reason */
export const fetchExport = async ({ days, format, gzip, datasets, out }: ExportArguments, { bus, blobs, tell, signal }: Parts): Promise<readonly FetchedFile[]> => {
  let job = await unlessAborted(bus.ask(askOrderExport, { days, output_format: format, gzip, datasets, requested_by: 'command' }), signal);
  for (; job.status === 'queued' || job.status === 'running'; job = await bus.ask(askExport, { export_id: job.export_id })) {
    tell(job);
    await unlessAborted(pause(POLL_MS), signal);
  }
  tell(job);
  if (job.status === 'failed') throw new AppError('UNAVAILABLE', `the export failed: ${job.error?.text ?? 'nobody says why'}`);
  const fetched: FetchedFile[] = [];
  const wanted = [...job.files.map(({ name, dataset, rows }) => ({ name, dataset, rows })), { name: MANIFEST, dataset: null, rows: 0 }];
  for (const file of wanted) {
    const { blob_id } = await bus.ask(askExportFile, { export_id: job.export_id, file: file.name });
    const place = path.join(out, file.name);
    await writePieces(untilAborted((await blobs.stream(blob_id)).pieces, signal), place);
    fetched.push({ ...file, path: place });
  }
  return fetched;
};

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
