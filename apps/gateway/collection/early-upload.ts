import type { ScanHeader } from '@ml/contracts/collection';
import type { BodySource } from '../body/body-source';
import { headerBefore } from './header-before';
import { readScan, type ReadScan } from './read-scan';
import type { ScanUpload } from './scan-upload';

interface Starting {
  readonly now: Date;
  readonly gone: AbortSignal;
  start(header: ScanHeader): ScanUpload;
}

/** Sends the resources of a scan while its body is still being read, if all that must be known of them is before them. */
export class EarlyUpload {
  private begun: ScanUpload | undefined;

  constructor(private readonly starting: Starting) {}

  /** All of the resources went by; undefined: they are still to be sent. */
  get upload(): ScanUpload | undefined {
    return this.begun;
  }

  /** @throws AppError all that is wrong with the body: then nothing stays of what was sent */
  async read(source: BodySource): Promise<ReadScan> {
    try {
      const read = await readScan(source, this.starting.now, (bytes, before) => this.take(bytes, before));
      // What is said of the scan behind its resources was not said with them.
      if (!read.resources.last) this.giveUp();
      return read;
    } catch (error) {
      this.giveUp();
      throw error;
    }
  }

  private giveUp(): void {
    this.begun?.drop();
    this.begun = undefined;
  }

  private async take(bytes: Uint8Array, before: Uint8Array | undefined): Promise<void> {
    const { now, gone, start } = this.starting;
    if (before !== undefined) {
      const header = await headerBefore(before, bytes.subarray(0, 1), now);
      this.begun = header && start(header);
    }
    try {
      await this.begun?.take(bytes);
    } catch (error) {
      // Otherwise it is said when the upload is to be finished: what is wrong with the body comes first.
      if (gone.aborted) throw error;
    }
  }
}
