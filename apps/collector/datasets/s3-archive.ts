import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ExportRow } from '@ml/persistence/stores/collector/export-row';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { S3Objects } from '@ml/platform/blobs/s3-objects';
import { SETTINGS } from '@ml/platform/tokens';
import type { CollectorSettings } from '../settings';
import { ExportArchive, type ArchivableFile } from './export-archive';
import { untilAborted } from './until-aborted';

const PLACE = /^s3:\/\/([^/]+)\/(.+\/)$/;
const DAY = '2026-11-22'.length;
const WHENEVER_IT_BEGAN = Number.POSITIVE_INFINITY;

/**
 * Copies in S3 or in a store that speaks like it, one folder per export: `<prefix>2026-11-22/<export id>/<file>`, each with the SHA-256 of its bytes as metadata.
 * An export that was queued anew has a folder `<export id>-2`, so that whatever is deleted or written late belongs to one of both.
 * What was archived is deleted where it lies, also when the bucket for new copies is another one by now, or none.
 */
@Injectable()
export class S3Archive extends ExportArchive {
  constructor(
    @Inject(SETTINGS) private readonly settings: CollectorSettings,
    @Inject(BlobStore) private readonly blobs: BlobStore,
  ) {
    super();
  }

  override placeOf({ export_id, generation, created_at }: Pick<ExportRow, 'export_id' | 'generation' | 'created_at'>): string | null {
    const { archiveS3Bucket, archiveS3Prefix } = this.settings;
    if (archiveS3Bucket === null) return null;
    return `s3://${archiveS3Bucket}/${archiveS3Prefix}${created_at.toISOString().slice(0, DAY)}/${export_id}${generation === 1 ? '' : `-${String(generation)}`}/`;
  }

  override async archive(place: string, files: readonly ArchivableFile[], signal: AbortSignal): Promise<void> {
    const objects = this.objectsAt(place);
    // Of whoever died here.
    await objects.abortUploads('', WHENEVER_IT_BEGAN);
    for (const { name, blob_id, sha256 } of files) await objects.putPieces(name, untilAborted((await this.blobs.stream(blob_id)).pieces, signal), sha256);
  }

  override async withdraw(place: string): Promise<void> {
    const objects = this.objectsAt(place);
    await objects.abortUploads('', WHENEVER_IT_BEGAN);
    for await (const { key } of objects.list('')) await objects.delete(key);
  }

  private objectsAt(place: string): S3Objects {
    const [, bucket, prefix] = PLACE.exec(place) ?? [];
    if (bucket === undefined || prefix === undefined) throw new AppError('INTERNAL', 'an archived copy lies at a place that cannot be read', { details: { archived_to: place } });
    const { archiveS3Endpoint: endpoint, archiveS3Region: region } = this.settings;
    return new S3Objects({ bucket, prefix, endpoint, region });
  }
}
