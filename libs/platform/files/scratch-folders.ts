import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FactoryProvider, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Logger } from '../logger';
import { LOGGER } from '../tokens';

/** Where files lie while they are worked on: a folder for each process, emptied when it starts, as are those of processes that are no more. */
export class ScratchFolders implements OnModuleInit, OnApplicationShutdown {
  private readonly root: string;
  private readonly own: string;

  constructor(
    name: string,
    private readonly logger: Logger,
  ) {
    this.root = path.join(tmpdir(), name);
    this.own = path.join(this.root, String(process.pid));
  }

  async onModuleInit(): Promise<void> {
    const left = await readdir(this.root).catch(() => []);
    const stale = left.filter((name) => Number(name) === process.pid || !isRunning(Number(name)));
    await Promise.all(stale.map((name) => rm(path.join(this.root, name), { recursive: true, force: true }).catch((error: unknown) => this.logger.warn({ err: error }, 'files of an old process stay'))));
  }

  async onApplicationShutdown(): Promise<void> {
    await rm(this.own, { recursive: true, force: true });
  }

  /** Lends an empty folder; whatever becomes of it, it is gone afterwards. */
  async with<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
    await mkdir(this.own, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(path.join(this.own, 'lent-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Provides a service with its own, below a folder of that name in the one for temporary files. */
export const scratchFolders = (name: string): FactoryProvider<ScratchFolders> => ({
  provide: ScratchFolders,
  inject: [LOGGER],
  useFactory: (logger: Logger) => new ScratchFolders(name, logger),
});
