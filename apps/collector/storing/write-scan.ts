import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { SERIES_COLUMNS, TRAINING_COLUMNS } from '@ml/domain/anonymise/collected-rows';
import { applyWaitingActions } from '@ml/persistence/stores/collector/apply-waiting-actions';
import { isKnownAccount, recordFirst, recordLifecycle } from '@ml/persistence/stores/collector/lifecycle-events';
import { linkSeries } from '@ml/persistence/stores/collector/link-series';
import { refreshCostTrend } from '@ml/persistence/stores/collector/refresh-cost-trend';
import { openStaging, stagePieces, writeStaged, type StagedText, type WrittenRows } from '@ml/persistence/stores/collector/scan-rows';
import { readNextPieces, type PieceRows } from '@ml/persistence/stores/collector/scan-uploads';
import type { ScanRow } from '@ml/persistence/stores/collector/scans';
import type { Tx } from '@ml/persistence/tx';

type KeptScan = Pick<ScanRow, 'scan_hash' | 'account_hash' | 'completed_at'> & { readonly upload_id: string };

/** A piece of half a megabyte holds less than that, however well it was compressed. */
const MOST_BYTES = 256 * 1024 * 1024;

const inflate = promisify(zstdDecompress);
/** Pieces that are opened together, while as many are written. */
const AT_ONCE = 5;
const COLUMNS = { training: TRAINING_COLUMNS, series: SERIES_COLUMNS };

const open = (packed: readonly Uint8Array[]): Promise<readonly Buffer[]> => Promise.all(packed.map((bytes) => inflate(bytes, { maxOutputLength: MOST_BYTES })));

/** All rows that follow from a scan that is marked as stored in this transaction. @returns how many, by table */
export const writeScan = async (tx: Tx, scan: KeptScan): Promise<Readonly<Record<string, number>>> => {
  const isFirst = !(await isKnownAccount(tx, scan.account_hash));
  const { training, series } = await writeRows(tx, scan);
  const events = isFirst ? await recordFirst(tx, scan) : await recordLifecycle(tx, scan);
  const linked = await linkSeries(tx, scan);
  const settled = await applyWaitingActions(tx, scan);
  await refreshCostTrend(tx, { account_hash: scan.account_hash, month: monthOf(scan.completed_at) });
  return { ml_training_data: training, cloudwatch_metrics_history: series, resource_lifecycle_events: events, linked_series: linked, user_action_patterns: settled, cost_trend_data: 1 };
};

/** Some pieces after the others, so that memory stays small however large the scan is, and the next ones are opened meanwhile; then all rows in the order of the indexes. */
const writeRows = async (tx: Tx, scan: KeptScan): Promise<WrittenRows> => {
  await openStaging(tx);
  let text: StagedText = { training: [], series: [] };
  let stagedSeries = 0;
  for (let after = -1; ; ) {
    const pieces = await readNextPieces(tx, scan.upload_id, { after, most: AT_ONCE });
    const opening = openPieces(pieces);
    // It is looked at once the others are written; when they cannot be, nobody does.
    opening.catch(() => undefined);
    if (text.training.length > 0) stagedSeries += await stagePieces(tx, text, COLUMNS);
    const last = pieces.at(-1);
    if (last === undefined) return writeStaged(tx, { ...scan, stagedSeries }, COLUMNS);
    text = await opening;
    after = last.first;
  }
};

const openPieces = async (pieces: readonly PieceRows[]): Promise<StagedText> => {
  const [training, series] = await Promise.all([open(pieces.map((piece) => piece.training)), open(pieces.map((piece) => piece.series))]);
  return { training, series };
};

/** In UTC. */
const monthOf = (at: Date): string => at.toISOString().slice(0, 7);
