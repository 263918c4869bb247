import { mkdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { hashFile } from '@ml/platform/blobs/hash-file';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { ModelsSettings } from '../settings';
import { trimFolder } from './trim-folder';

const MEGABYTE = 1_000_000;
const BLOB = /^sha256:([0-9a-f]{64})$/;

/** Files of models on this machine, by their hash: a cache in front of the blob store, which replicas of one machine may share. */
@Injectable()
export class ModelFiles implements OnApplicationBootstrap {
  /** Hashed by this process, with their sizes: one that has been cut short since is fetched again. */
  private readonly verified = new Map<string, number>();
  private readonly coming = new Map<string, Promise<string>>();
  private pinned: ReadonlySet<string> = new Set();
  private readonly folder: string;

  constructor(
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: SettingsOf<ModelsSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.folder = path.resolve(settings.uploadDir);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.trim();
  }

  /** @throws AppError NOT_FOUND when the blob store has none; UNAVAILABLE when it cannot be fetched or kept */
  async fetch(blob: string): Promise<string> {
    const known = this.coming.get(blob);
    if (known !== undefined) return known;
    const coming = this.bring(blob).finally(() => this.coming.delete(blob));
    this.coming.set(blob, coming);
    return coming;
  }

  /** From now on these stay, are looked at and fetched again when they are gone; of the others as many stay as the settings allow. */
  async keep(blobs: readonly string[]): Promise<void> {
    this.pinned = new Set(blobs.map((blob) => path.basename(this.placeOf(blob))));
    for (const blob of blobs) await this.fetch(blob).catch((error: unknown) => this.logger.warn({ blob, error: String(error) }, 'the file of a model that serves is gone and cannot be fetched'));
    await this.trim();
  }

  private async bring(blob: string): Promise<string> {
    const place = this.placeOf(blob);
    try {
      if (await this.isThere(blob, place)) return place;
      await mkdir(this.folder, { recursive: true });
      await this.blobs.fetchTo(blob, place);
      this.verified.set(blob, (await stat(place)).size);
    } catch (cause) {
      throw cause instanceof AppError ? cause : new AppError('UNAVAILABLE', 'the file of the model cannot be kept on this machine', { cause });
    }
    await this.trim();
    return place;
  }

  /** Also says that it was used just now. */
  private async isThere(blob: string, place: string): Promise<boolean> {
    const now = new Date();
    const touched = await utimes(place, now, now).then(
      () => true,
      () => false,
    );
    if (!touched) return false;
    const { size } = await stat(place);
    if (this.verified.get(blob) === size) return true;
    if ((await hashFile(place)) !== blob) return false;
    this.verified.set(blob, size);
    return true;
  }

  private placeOf(blob: string): string {
    const hash = BLOB.exec(blob)?.[1];
    if (hash === undefined) throw new AppError('BAD_FIELD', 'is not the name of a blob', { path: 'blob' });
    return path.join(this.folder, `${hash}.onnx`);
  }

  private async trim(): Promise<void> {
    const { maxActive, cacheMb } = this.settings;
    await trimFolder(this.folder, { pinned: this.pinned, spare: maxActive, bytes: cacheMb * MEGABYTE }).catch((error: unknown) =>
      this.logger.warn({ error: String(error) }, 'old files of models could not be deleted'),
    );
  }
}
