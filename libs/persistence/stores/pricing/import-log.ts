import type { RefusalTally } from '@ml/domain/prices/refusal-tally';
import type { Sql } from '../../sql';

export interface ImportRecord {
  readonly import_id: string;
  readonly kind: string;
  readonly file_name: string;
  readonly source_date: string | null;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_inserted: number;
  readonly refused: RefusalTally;
  readonly regions: readonly string[];
}

export const logImport = async (sql: Sql, record: ImportRecord): Promise<void> => {
  await sql.execute(
    `insert into imports (import_id, kind, file_name, source_date, rows_read, rows_accepted, rows_inserted, rows_refused, refused, regions)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      record.import_id,
      record.kind,
      record.file_name,
      record.source_date,
      record.rows_read,
      record.rows_accepted,
      record.rows_inserted,
      record.refused.count,
      JSON.stringify(record.refused),
      [...record.regions],
    ],
  );
};
