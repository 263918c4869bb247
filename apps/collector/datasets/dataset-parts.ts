import type { Provider, Type } from '@nestjs/common';
import { scratchFolders } from '@ml/platform/files/scratch-folders';
import { ExportArchive } from './export-archive';
import { ExportCopies } from './export-copies';
import { ExportDesk } from './export-desk';
import { ExportGauges } from './export-gauges';
import { ExportMaker } from './export-maker';
import { ExportMetrics } from './export-metrics';
import { ExportPublisher } from './export-publisher';
import { ExportSchedules } from './export-schedules';
import { ExportTakeover } from './export-takeover';
import { ExportsController } from './exports.controller';
import { QualityBoard } from './quality-board';
import { S3Archive } from './s3-archive';
import { WithdrawnFiles } from './withdrawn-files';

export const DATASET_CONTROLLERS: readonly Type<object>[] = [ExportsController];
export const DATASET_PROVIDERS: readonly Provider[] = [
  { provide: ExportArchive, useClass: S3Archive },
  scratchFolders('ml-exports'),
  ExportMetrics,
  ExportGauges,
  WithdrawnFiles,
  ExportPublisher,
  ExportMaker,
  ExportDesk,
  QualityBoard,
  ExportTakeover,
  ExportSchedules,
  ExportCopies,
];
