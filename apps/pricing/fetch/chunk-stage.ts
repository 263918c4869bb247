import type { Written } from '@ml/persistence/stores/pricing/staged-rows';
import type { DataKind, RowSource } from '@ml/persistence/stores/pricing/source-state';
import type { Tx } from '@ml/persistence/tx';
import type { SourcePage } from '../sources/source-page';

/** One list of a source, asked for page by page. */
export interface ChunkStage<Row> {
  readonly name: string;
  readonly kind: DataKind;
  readonly source: RowSource;
  page(token: string | null): Promise<SourcePage<Row>>;
  write(tx: Tx, rows: readonly Row[]): Promise<Written>;
}

/** Stages of different rows in one list: what a stage reads is what it writes. */
export type AnyStage = ChunkStage<never>;

export const stage = <Row>(given: ChunkStage<Row>): AnyStage => given as unknown as AnyStage;
