import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';

const ROOT = path.join(tmpdir(), 'ml-exports');

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Where files lie while they are written: a folder for each process, emptied when it starts, as are those of processes that are no more. */
@Injectable()
export class ExportFolders implements OnModuleInit, OnApplicationShutdown {
  private readonly own = path.join(ROOT, String(process.pid));

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async onModuleInit(): Promise<void> {
    const left = await readdir(ROOT).catch(() => []);
    const stale = left.filter((name) => Number(name) === process.pid || !isRunning(Number(name)));
    await Promise.all(stale.map((name) => rm(path.join(ROOT, name), { recursive: true, force: true }).catch((error: unknown) => this.logger.warn({ err: error }, 'a folder of an old export stays'))));
  }

  async onApplicationShutdown(): Promise<void> {
    await rm(this.own, { recursive: true, force: true });
  }

  /** Lends an empty folder; whatever becomes of it, it is gone afterwards. */
  async with<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
    await mkdir(this.own, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(path.join(this.own, 'export-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
