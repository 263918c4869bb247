import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { ScratchFolders } from '@ml/platform/files/scratch-folders';

/** Two files at once are what the disk of one gateway is sized for. */
const FILES_AT_ONCE = 2;

/** Where uploads lie while they come in. */
@Injectable()
export class Spool {
  private taken = 0;

  constructor(@Inject(ScratchFolders) private readonly folders: ScratchFolders) {}

  /** Lends a file that is not there yet; whatever becomes of it, it is gone afterwards. @throws AppError BUSY */
  async with<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
    if (this.taken >= FILES_AT_ONCE) throw new AppError('BUSY', `${FILES_AT_ONCE} uploads are coming in; send this one again in a few seconds`);
    this.taken += 1;
    try {
      return await this.folders.with((folder) => work(path.join(folder, 'upload')));
    } finally {
      this.taken -= 1;
    }
  }
}
