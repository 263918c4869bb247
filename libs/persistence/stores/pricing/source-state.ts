import type { FactSource } from '@ml/contracts/decision';
import type { FetchDataType } from '@ml/contracts/pricing';
import type { Tx } from '../../tx';
import type { Sql } from './sql';

/** What is kept apart by source and freshness; offerings come with the catalogue but lie in a region. */
export type DataKind = FetchDataType | 'offerings';
/** Sources of rows; the built-in catalogue is never written down. */
export type RowSource = Exclude<FactSource, 'catalogue'>;

/** As opposed to invented. */
const isReal = (source: RowSource): boolean => source !== 'emulator';

/** Facts of a type are the same everywhere. */
export const EVERY_REGION = '*';

export interface SourceState {
  readonly region: string;
  readonly data_type: DataKind;
  readonly source: RowSource | null;
  readonly observed_until: Date | null;
  readonly revision: number;
  readonly changed_at: Date | null;
  readonly attempted_at: Date | null;
  readonly error_message: string | null;
}

export interface Claim {
  readonly kind: DataKind;
  readonly source: RowSource;
  readonly regions: readonly string[];
}

export interface Admission {
  /** Regions whose real rows stand; the invented rows offered for them are to be left out. */
  readonly closed: readonly string[];
  /** Regions whose invented rows have to go because real ones come. */
  readonly replaced: readonly string[];
}

/**
 * Decides per region who may write, and holds the decision until the transaction ends.
 * Real prices (AWS, a file) and invented ones (the emulator) never stand side by side in one region: real ones drive the others out.
 */
export const claimRegions = async (tx: Tx, { kind, source, regions }: Claim): Promise<Admission> => {
  const sorted = [...new Set(regions)].toSorted();
  await tx.execute('insert into source_states (region, data_type) select unnest($1::text[]), $2 on conflict do nothing', [sorted, kind]);
  // Always in one order, so that two writers of several regions cannot wait for each other.
  const states = await tx.query<SourceState>('select * from source_states where region = any($1) and data_type = $2 order by region for update', [sorted, kind]);
  const taken = states.filter((state) => state.source !== null && isReal(state.source) !== isReal(source)).map((state) => state.region);
  return isReal(source) ? { closed: [], replaced: taken } : { closed: taken, replaced: [] };
};

/** Rows were written: cached answers about these regions are no longer current. */
export const markWritten = async (tx: Tx, { kind, source, regions }: Claim): Promise<void> => {
  await tx.execute(
    `update source_states set revision = revision + 1, changed_at = now(), source = $3,
       observed_until = case when source = 'emulator' and $3 <> 'emulator' then null else observed_until end
     where region = any($1) and data_type = $2`,
    [[...regions], kind, source],
  );
};

export interface Observation {
  readonly kind: DataKind;
  readonly region: string;
  readonly until: Date;
}

/** The source has said everything up to this instant; it never goes back. */
export const markObserved = async (sql: Sql, { kind, region, until }: Observation): Promise<void> => {
  await sql.execute(
    `update source_states set observed_until = greatest(observed_until, $3), attempted_at = now(), changed_at = now(), error_message = null
     where region = $1 and data_type = $2`,
    [region, kind, until],
  );
};

/** Some types of a region were fetched: that is all there is, unless the whole region was seen before. */
export const markPartlyObserved = async (sql: Sql, { kind, region, until }: Observation): Promise<void> => {
  await sql.execute(
    `update source_states set observed_until = coalesce(observed_until, $3), changed_at = now() where region = $1 and data_type = $2`,
    [region, kind, until],
  );
};

/** A refresh failed or brought nothing: what is there stays, and says since when. */
export const markFailed = async (sql: Sql, { kind, region, message }: { kind: DataKind; region: string; message: string }): Promise<void> => {
  await sql.execute(
    `insert into source_states (region, data_type, attempted_at, error_message) values ($1, $2, now(), $3)
     on conflict (region, data_type) do update set attempted_at = excluded.attempted_at, error_message = excluded.error_message`,
    [region, kind, message],
  );
};

export const sourceStates = (sql: Sql): Promise<SourceState[]> => sql.query<SourceState>('select * from source_states order by data_type, region');

/** Grows with every write that a question about this kind (and region) can see; part of the key of cached answers. */
export const dataRevision = async (sql: Sql, kind: DataKind, region: string | undefined): Promise<string> => {
  const [row] = await sql.query<{ revision: string }>(
    `select coalesce(sum(revision), 0)::text as revision from source_states where data_type = $1 and ($2::text is null or region = $2)`,
    [kind, region ?? null],
  );
  return row?.revision ?? '0';
};
