import { askCloseScan, askDropUpload, askOpenScan, MOST_FAULTS, type PieceKept, type ScanHeader, type ScanOpened } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import type { ScanAcceptedDto } from '@ml/contracts/dto/collection-scan-dto';
import type { Bus } from '@ml/platform/bus/bus';
import { currentCall, runInCall } from '@ml/platform/call-context';
import { askAgain } from './ask-again';
import { PieceCutter } from './piece-cutter';
import { PieceSender } from './piece-sender';

export interface Uploading {
  readonly bus: Bus;
  readonly header: ScanHeader;
  /** Aborted when the caller has gone. */
  readonly gone: AbortSignal;
}

/** Whoever sent the scan may have run out of time: dropping it has its own. */
const DROP_PATIENCE_MS = 20_000;

/** One scan on its way to the collector: opened, its resources cut into pieces and sent, closed. What fails drops what was kept of it so far, and fails whatever comes after. */
export class ScanUpload {
  private readonly cutter = new PieceCutter();
  private opened: ScanOpened | undefined;
  private sender: PieceSender | undefined;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly uploading: Uploading) {}

  /** The next bytes of the list of resources. Resolves when more may come. @throws AppError */
  take(bytes: Uint8Array): Promise<void> {
    return this.orDrop(async () => {
      const sender = await this.open();
      if (sender === undefined) return;
      for (const piece of this.cutter.feed(bytes)) await sender.send(piece);
    });
  }

  /** After the last bytes. @throws AppError SCAN_ID_REUSED, and whatever taking failed with */
  finish(): Promise<ScanAcceptedDto> {
    return this.orDrop(async () => {
      const { bus, header } = this.uploading;
      const sender = await this.open();
      if (sender === undefined) return notCollected(header.scan_id, this.opened?.reason ?? null);
      const last = this.cutter.end();
      if (last !== undefined) await sender.send(last);
      const pieces = withFewFaults(await sender.finish());
      const accepted = await askAgain(() => bus.ask(askCloseScan, { upload_id: sender.uploadId, header, pieces }));
      // The user objected meanwhile.
      if (accepted.reason !== null) return notCollected(header.scan_id, accepted.reason);
      const { resources, refused, fault_count, faults } = accepted.status;
      return { ...answerOf(header.scan_id), duplicate: accepted.duplicate, resources, refused, fault_count, faults };
    });
  }

  /** Nothing more comes of it. The caller does not wait for that; what cannot be dropped now is gone within the hour. */
  drop(): void {
    const { sender, uploading: { bus } } = this;
    if (sender === undefined) return;
    this.sender = undefined;
    const ask = () => askAgain(() => bus.ask(askDropUpload, { upload_id: sender.uploadId }));
    void sender
      .settled()
      .then(() => runInCall({ ...currentCall(), deadline: Date.now() + DROP_PATIENCE_MS }, ask))
      .catch(() => undefined);
  }

  /** undefined: nothing of the scan may be kept. */
  private async open(): Promise<PieceSender | undefined> {
    const { bus, header, gone } = this.uploading;
    this.opened ??= await askAgain(() => bus.ask(askOpenScan, header));
    const { upload_id: uploadId } = this.opened;
    if (uploadId === null) return undefined;
    return (this.sender ??= new PieceSender({ bus, uploadId, header, gone }));
  }

  private async orDrop<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.failure !== undefined) throw this.failure.error;
    try {
      return await work();
    } catch (error) {
      this.failure = { error };
      this.drop();
      throw error;
    }
  }
}

const answerOf = (scan_id: string) => ({ scan_id, accepted: true as const, collected: true, reason: null, duplicate: false });

const notCollected = (scan_id: string, reason: Reason | null): ScanAcceptedDto => ({
  ...answerOf(scan_id),
  collected: false,
  reason,
  resources: 0,
  refused: 0,
  fault_count: 0,
  faults: [],
});

const withFewFaults = (pieces: readonly PieceKept[]): readonly PieceKept[] => {
  let room = MOST_FAULTS;
  return pieces.map((piece) => {
    const faults = piece.faults.slice(0, room);
    room -= faults.length;
    return { ...piece, faults };
  });
};
