import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { S3Objects } from '@ml/platform/blobs/s3-objects';
import { SETTINGS } from '@ml/platform/tokens';
import type { CollectorSettings } from '../settings';
import { ExportArchive, type ArchivableExport } from './export-archive';

const PLACE = /^s3:\/\/([^/]+)\/(.+\/)$/;
const DAY = '2026-11-22'.length;

/**
 * Copies in S3 or in a store that speaks like it, one folder per export: `<prefix>2026-11-22/<export id>/<file>`, each with the SHA-256 of its bytes as metadata.
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

  override async archive({ export_id, created_at, files }: ArchivableExport): Promise<string | null> {
    const { archiveS3Bucket, archiveS3Prefix } = this.settings;
    if (archiveS3Bucket === null) return null;
    const folder = `${archiveS3Prefix}${created_at.slice(0, DAY)}/${export_id}/`;
    const objects = this.objectsIn(archiveS3Bucket, folder);
    for (const { name, blob_id, sha256 } of files) await objects.putPieces(name, (await this.blobs.stream(blob_id)).pieces, sha256);
    const kept = new Set(files.map(({ name }) => name));
    for await (const { key } of objects.list('')) if (!kept.has(key)) await objects.delete(key);
    return `s3://${archiveS3Bucket}/${folder}`;
  }

  override async withdraw(archivedTo: string): Promise<void> {
    const [, bucket, folder] = PLACE.exec(archivedTo) ?? [];
    if (bucket === undefined || folder === undefined) throw new AppError('INTERNAL', 'an archived copy lies at a place that cannot be read', { details: { archived_to: archivedTo } });
    const objects = this.objectsIn(bucket, folder);
    for await (const { key } of objects.list('')) await objects.delete(key);
  }

  private objectsIn(bucket: string, prefix: string): S3Objects {
    const { archiveS3Endpoint: endpoint, archiveS3Region: region } = this.settings;
    return new S3Objects({ bucket, prefix, endpoint, region });
  }
}
