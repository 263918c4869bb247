import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@ml/contracts/app-error';
import { askExport, askExportFile, askOrderExport, type ExportJob } from '@ml/contracts/datasets';
import type { BlobStore } from '@ml/platform/blobs/blob-store';
import type { Bus } from '@ml/platform/bus/bus';
import type { ExportArguments } from './export-arguments';
import { MANIFEST } from './manifest';

const POLL_MS = 300;

interface Parts {
  readonly bus: Bus;
  readonly blobs: BlobStore;
  readonly tell: (job: ExportJob) => void;
}

export interface FetchedFile {
  readonly name: string;
  readonly dataset: string | null;
  readonly path: string;
  readonly rows: number;
}

/** Orders an export, waits for it and fetches its files. @throws AppError of the order, or that it failed */
export const fetchExport = async ({ days, format, gzip, datasets, out }: ExportArguments, { bus, blobs, tell }: Parts): Promise<readonly FetchedFile[]> => {
  let job = await bus.ask(askOrderExport, { days, output_format: format, gzip, datasets, requested_by: 'command' });
  for (; job.status === 'queued' || job.status === 'running'; job = await bus.ask(askExport, { export_id: job.export_id })) {
    tell(job);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  tell(job);
  if (job.status === 'failed') throw new AppError('UNAVAILABLE', `the export failed: ${job.error?.text ?? 'nobody says why'}`);
  await mkdir(out, { recursive: true });
  const fetched: FetchedFile[] = [];
  const wanted = [...job.files.map(({ name, dataset, rows }) => ({ name, dataset, rows })), { name: MANIFEST, dataset: null, rows: 0 }];
  for (const file of wanted) {
    const { blob_id } = await bus.ask(askExportFile, { export_id: job.export_id, file: file.name });
    const place = path.join(out, file.name);
    await blobs.fetchTo(blob_id, place);
    fetched.push({ ...file, path: place });
  }
  return fetched;
};
