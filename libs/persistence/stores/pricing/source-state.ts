import type { FactSource } from '@ml/contracts/decision';
import type { FetchDataType } from '@ml/contracts/pricing';
import type { Tx } from '../../tx';
import type { Sql } from '../../sql';

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
 * Kinds whose writers lock their rows in one order. They may write a region at the same time, once it is settled whose rows stand there;
 * writers of the others, which bring whole lists, wait for each other.
 */
const WRITTEN_TOGETHER: readonly DataKind[] = ['spot_prices'];

/**
 * Decides per region who may write, and holds the decision until the transaction ends.
 * Real prices (AWS, a file) and invented ones (the emulator) never stand side by side in one region: real ones drive the others out.
 */
export const claimRegions = async (tx: Tx, { kind, source, regions }: Claim): Promise<Admission> => {
  const sorted = [...new Set(regions)].toSorted();
  const isOurs = (state: SourceState): boolean => state.source !== null && isReal(state.source) === isReal(source);
  const found = await tx.query<SourceState>('select * from source_states where region = any($1) and data_type = $2', [sorted, kind]);
  if (found.length < sorted.length) await tx.execute('insert into source_states (region, data_type) select unnest($1::text[]), $2 on conflict do nothing', [sorted, kind]);
  const isSettled = found.length === sorted.length && found.every(isOurs) && WRITTEN_TOGETHER.includes(kind);
  // Always in one order, so that two writers of several regions cannot wait for each other. The weak lock keeps out who drives rows out.
  const lock = isSettled ? 'key share' : 'update';
  const states = await tx.query<SourceState>(`select * from source_states where region = any($1) and data_type = $2 order by region for ${lock}`, [sorted, kind]);
  const taken = states.filter((state) => state.source !== null && !isOurs(state)).map((state) => state.region);
  return isReal(source) ? { closed: [], replaced: taken } : { closed: taken, replaced: [] };
};

/** Rows were written: cached answers about these regions are no longer current. */
export const markWritten = async (tx: Tx, { kind, source, regions }: Claim): Promise<void> => {
  await tx.execute(
    `update source_states state set revision = revision + 1, changed_at = now(), source = $3,
       observed_until = case when source = 'emulator' and $3 <> 'emulator' then null else observed_until end
     from (select region as name from source_states where region = any($1) and data_type = $2 order by region for no key update) as held
     where state.region = held.name and state.data_type = $2`,
    [[...regions], kind, source],
  );
};

export interface Observation {
  readonly kind: DataKind;
  /** `*`: every region that has rows of this kind. */
  readonly region: string;
  readonly source: RowSource;
  readonly until: Date;
}

const OBSERVED = `data_type = $1 and ($2 = '*' or region = $2)`;
/** What the emulator says does not make the prices of a file any newer. */
const SAME_WORLD = `(source = 'emulator') = ($3 = 'emulator')`;

/** The source has said everything up to this instant; it never goes back. */
export const markObserved = async (sql: Sql, { kind, region, source, until }: Observation): Promise<void> => {
  await sql.execute(
    `update source_states set observed_until = case when ${SAME_WORLD} then greatest(observed_until, $4) else observed_until end,
       revision = revision + case when source is null then 0 else 1 end, attempted_at = now(), changed_at = now(), error_message = null
     where ${OBSERVED}`,
    [kind, region, source, until],
  );
};

/**
 * Spot prices of some types of a region were fetched: the newest of them is all there is, as long as nobody has said anything about all types.
 * Whole regions leave a span of all types, files one of each type that they name.
 */
export const markPartlyObserved = async (sql: Sql, { region, source, until }: Omit<Observation, 'kind'>): Promise<void> => {
  await sql.execute(
    `update source_states set observed_until = greatest(observed_until, $4), revision = revision + 1, changed_at = now()
     where ${OBSERVED} and ${SAME_WORLD} and (observed_until is null
       or not exists (select from spot_fetched fetched where fetched.region = $2 and (instance_type = '*' or fetched.source = 'file')))`,
    ['spot_prices', region, source, until],
  );
};

/** A refresh failed or brought nothing: what is there stays, and says since when. */
export const markFailed = async (sql: Sql, { kind, region, message }: { kind: DataKind; region: string; message: string }): Promise<void> => {
  await sql.execute(
    `with known as (select region from source_states where ${OBSERVED})
     insert into source_states (region, data_type, attempted_at, error_message)
     select region, $1, now(), $3 from (select region from known union select $2 where not exists (select from known)) as concerned
     on conflict (region, data_type) do update set attempted_at = excluded.attempted_at, error_message = excluded.error_message`,
    [kind, region, message],
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
