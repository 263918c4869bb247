import type { Sql } from '../../sql';

/** Of these hashes, those of scans that are kept. */
export const knownScans = async (sql: Sql, hashes: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await sql.query<{ readonly scan_hash: string }>('SELECT scan_hash FROM collection_scans WHERE scan_hash = ANY($1::text[])', [hashes]);
  return new Set(rows.map(({ scan_hash }) => scan_hash));
};
