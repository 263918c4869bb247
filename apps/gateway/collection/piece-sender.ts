import { AppError } from '@ml/contracts/app-error';
import { askKeepPiece, type PieceKept, type ScanHeader } from '@ml/contracts/collection';
import type { Bus } from '@ml/platform/bus/bus';
import { packBytes } from '@ml/platform/bus/pack-bytes';
import { askAgain } from './ask-again';
import { askMended } from './ask-mended';
import { pieceBytes } from './piece-bytes';
import type { Piece } from './piece-cutter';

interface Sending {
  readonly bus: Bus;
  readonly uploadId: string;
  readonly header: ScanHeader;
  /** Aborted when the caller has gone. */
  readonly gone: AbortSignal;
}

const AT_ONCE = 4;

/** Hands the pieces of one scan to whichever replica keeps them, a few at a time: who cuts them waits. */
export class PieceSender {
  private readonly running = new Set<Promise<void>>();
  private readonly kept: PieceKept[] = [];
  private readonly failures: unknown[] = [];

  constructor(private readonly sending: Sending) {}

  get uploadId(): string {
    return this.sending.uploadId;
  }

  /** Resolves when the next piece may come. @throws AppError what an earlier piece failed with */
  async send(piece: Piece): Promise<void> {
    while (this.running.size >= AT_ONCE) await Promise.race(this.running);
    this.check();
    const work = askMended(piece, (resources) => this.ask(piece.first, resources))
      .then((kept) => void this.kept.push(kept))
      .catch((error: unknown) => void this.failures.push(error))
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }

  /** All pieces, in their order. @throws AppError */
  async finish(): Promise<readonly PieceKept[]> {
    await this.settled();
    this.check();
    return this.kept.toSorted((a, b) => a.first - b.first);
  }

  /** When none is under way any more, however that ended. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  private check(): void {
    if (this.failures.length > 0) throw this.failures[0];
    if (this.sending.gone.aborted) throw new AppError('BUSY', 'the caller has gone before the scan was kept');
  }

  /** Packed here and opened by the thread that reads it: a tenth of the bytes passes through sockets and event loops, for a tenth of what reading them costs. */
  private async ask(first: number, resources: Piece['resources']): Promise<PieceKept> {
    const { bus, uploadId, header } = this.sending;
    const body = { upload_id: uploadId, header, first, count: resources.length };
    const attachment = await packBytes(pieceBytes(resources));
    return askAgain(() => bus.ask(askKeepPiece, body, { attachment }));
  }
}
