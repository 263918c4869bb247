import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { SERIES_COLUMNS, TRAINING_COLUMNS } from '@ml/domain/anonymise/collected-rows';
import { openStaging, stageRows, writeSeries, writeTraining, type ScanPart } from '@ml/persistence/stores/collector/scan-rows';
import { readNextPieces, type PieceRows } from '@ml/persistence/stores/collector/scan-uploads';
import type { ScanRow } from '@ml/persistence/stores/collector/scans';
import type { Tx } from '@ml/persistence/tx';
import { passedBy } from '@ml/platform/passing-bytes';

export type KeptScan = Pick<ScanRow, 'scan_hash' | 'account_hash' | 'completed_at' | 'resources'> & { readonly upload_id: string };

/** A piece of half a megabyte holds less than that, however well it was compressed. */
const MOST_BYTES = 256 * 1024 * 1024;

const inflate = promisify(zstdDecompress);
/** Pieces that are opened together, while as many are written. */
const AT_ONCE = 5;
const COLUMNS: Readonly<Record<ScanPart, readonly string[]>> = { training: TRAINING_COLUMNS, series: SERIES_COLUMNS };

const open = (pieces: readonly PieceRows[]): Promise<readonly Buffer[]> => Promise.all(pieces.map(({ rows }) => inflate(rows, { maxOutputLength: MOST_BYTES })));

/** Fills one of the two large tables: all rows at once, in the order of its indexes. @returns rows of the scan that are kept there */
export const writePart = async (tx: Tx, scan: KeptScan, part: ScanPart): Promise<number> => {
  await openStaging(tx, part);
  const staged = await stagePieces(tx, scan.upload_id, part);
  return part === 'training' ? writeTraining(tx, scan, COLUMNS.training) : writeSeries(tx, { ...scan, staged }, COLUMNS.series);
};

/** Some pieces after the others, so that memory stays small however large the scan is; the next ones are opened meanwhile. @returns rows */
const stagePieces = async (tx: Tx, upload_id: string, part: ScanPart): Promise<number> => {
  let text: readonly Buffer[] = [];
  let staged = 0;
  for (let after = -1; ; ) {
    const pieces = await readNextPieces(tx, { upload_id, part }, { after, most: AT_ONCE });
    const opening = open(pieces);
    // It is looked at once the others are written; when they cannot be, nobody does.
    opening.catch(() => undefined);
    if (text.length > 0) staged += await stageRows(tx, part, { columns: COLUMNS[part], text });
    passedBy(text.reduce((sum, { length }) => sum + length, 0));
    const last = pieces.at(-1);
    if (last === undefined) return staged;
    text = await opening;
    after = last.first;
  }
};
