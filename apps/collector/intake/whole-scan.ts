import { createHash } from 'node:crypto';
import { AppError } from '@ml/contracts/app-error';
import { MOST_FAULTS, type CollectionFault, type PieceKept, type ScanHeader } from '@ml/contracts/collection';
import type { PieceSummary } from '@ml/persistence/stores/collector/scan-uploads';

/** What is accepted of a scan whose pieces are all there. */
export interface WholeScan {
  /** Equal for the same scan sent again. */
  readonly content_hash: string;
  readonly resources: number;
  readonly refused: number;
  readonly fault_count: number;
  /** The first of the scan. */
  readonly faults: readonly CollectionFault[];
}

/** @throws AppError UNAVAILABLE (retryable) when a piece is missing, or is not the one that was told */
export const wholeScan = (kept: readonly PieceSummary[], told: readonly PieceKept[], { provider, completed_at, total_spend }: ScanHeader): WholeScan => {
  const inOrder = told.toSorted((a, b) => a.first - b.first);
  let next = 0;
  for (const [at, { first, kept: good, refused }] of kept.entries()) {
    const piece = inOrder[at];
    if (first !== next || piece?.first !== first || piece.kept !== good || piece.refused !== refused) throw missing();
    next += good + refused;
  }
  if (inOrder.length !== kept.length) throw missing();
  const said = [provider, new Date(completed_at).toISOString(), total_spend ?? null, ...kept.map(({ content_hash }) => content_hash)];
  return {
    content_hash: createHash('sha256').update(JSON.stringify(said)).digest('hex'),
    resources: sum(kept.map((piece) => piece.kept)),
    refused: sum(kept.map((piece) => piece.refused)),
    fault_count: sum(inOrder.map((piece) => piece.fault_count)),
    faults: inOrder.flatMap((piece) => piece.faults).slice(0, MOST_FAULTS),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const missing = (): AppError => new AppError('UNAVAILABLE', 'not every piece of the scan was kept; send the scan again', { path: 'resources' });
