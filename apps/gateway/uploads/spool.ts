import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';

/** Two files at once are what the disk of one gateway is sized for. */
const FILES_AT_ONCE = 2;
const ROOT = path.join(tmpdir(), 'ml-uploads');

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Where uploads lie while they come in: one folder for each process, emptied when it starts, and those of processes that are no more. */
@Injectable()
export class Spool implements OnModuleInit, OnApplicationShutdown {
  private taken = 0;
  private readonly directory = path.join(ROOT, String(process.pid));

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async onModuleInit(): Promise<void> {
    const left = await readdir(ROOT).catch(() => []);
    const stale = left.filter((name) => Number(name) === process.pid || !isRunning(Number(name)));
    await Promise.all(stale.map((name) => rm(path.join(ROOT, name), { recursive: true, force: true }).catch((error: unknown) => this.logger.warn({ err: error }, 'a folder of old uploads stays'))));
  }

  /** Whoever is still uploading has been told. */
  async onApplicationShutdown(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Lends a file that is not there yet; whatever becomes of it, it is gone afterwards. @throws AppError BUSY */
  async with<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
    if (this.taken >= FILES_AT_ONCE) throw new AppError('BUSY', `${FILES_AT_ONCE} uploads are coming in; send this one again in a few seconds`);
    this.taken += 1;
    const file = path.join(this.directory, randomUUID());
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      return await work(file);
    } finally {
      this.taken -= 1;
      await rm(file, { force: true });
    }
  }
}
