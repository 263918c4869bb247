import type { AccessPage } from '@ml/contracts/privacy';
import { KEPT_FIELDS } from '@ml/domain/collection/kept-fields';

interface Reading {
  readonly exportedAt: Date;
  readonly first: AccessPage;
  /** The page after the one that ended here. */
  readonly more: (cursor: string) => Promise<AccessPage>;
}

/** Everything that is kept of one user as one JSON document, page by page: as much as one page is in memory. */
export async function* userDocument({ exportedAt, first, more }: Reading): AsyncGenerator<string> {
  yield `{"exported_at":${JSON.stringify(exportedAt)},"meaning":${JSON.stringify(KEPT_FIELDS)},"data":{`;
  const rows: Record<string, number> = {};
  let table: string | undefined;
  for (let page = first; ; page = await more(page.next)) {
    if (page.rows.length > 0) {
      const begun = page.table === table;
      yield `${begun ? ',' : `${table === undefined ? '' : '],'}${JSON.stringify(page.table)}:[`}${page.rows.map((row) => JSON.stringify(row)).join(',')}`;
      table = page.table;
      rows[table] = (rows[table] ?? 0) + page.rows.length;
    }
    if (page.next === null) break;
  }
  yield `${table === undefined ? '' : ']'}},"rows":${JSON.stringify(rows)},"complete":true}`;
}
