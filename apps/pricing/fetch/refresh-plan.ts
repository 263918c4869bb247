import type { FetchDataType } from '@ml/contracts/pricing';
import { isReal } from '@ml/domain/prices/source-order';
import { EVERY_REGION, type RowSource, type SourceState } from '@ml/persistence/stores/pricing/source-state';
import type { WholeSpans } from '@ml/persistence/stores/pricing/whole-spans';
import { DAY_MS, HOUR_MS } from '@ml/units/time';

/** Asked for again with every refresh, in case the newest changes were not listed yet. */
const OVERLAP_MS = HOUR_MS;
/** What the API keeps. */
const MAX_MS = 90 * DAY_MS;

export interface Planned {
  readonly kind: FetchDataType;
  readonly region: string;
  readonly startAt: Date | null;
}

export interface PlanGiven {
  readonly kinds: readonly FetchDataType[];
  readonly regions: readonly string[];
  readonly states: readonly SourceState[];
  /** One for each region of whose spot prices anything was noted. */
  readonly fetched: readonly WholeSpans[];
  readonly sourceOf: (kind: FetchDataType) => RowSource;
  /** Only what was never there. */
  readonly onlyMissing: boolean;
  readonly firstFetchDays: number;
  readonly now: number;
}

/** What is to be fetched now. */
export const planRefresh = ({ states, ...rest }: PlanGiven): readonly Planned[] => {
  // Where the emulator's rows stand, a real source has told nothing yet.
  const given = { ...rest, states: states.filter(({ source, data_type }) => source !== 'emulator' || rest.sourceOf(kindOf(data_type)) === 'emulator') };
  return given.kinds.flatMap((kind) =>
    // One file of the advisor names all regions.
    (kind === 'spot_advisor' ? [EVERY_REGION] : given.regions)
      .filter((region) => !(given.onlyMissing && hasData(given, kind, region)))
      .filter((region) => !isClosed(given, kind, region))
      .map((region) => ({ kind, region, startAt: kind === 'spot_prices' ? startOf(given, region) : null })),
  );
};

const kindOf = (dataType: SourceState['data_type']): FetchDataType => (dataType === 'offerings' ? 'catalogue' : dataType);

/** As a whole: some types of a region are not the region. Types are the same everywhere, but each region has to be asked for its own. */
const hasData = (given: PlanGiven, kind: FetchDataType, region: string): boolean => {
  if (kind === 'spot_prices') return knownUntil(given, region) !== undefined;
  const dataType = kind === 'catalogue' ? 'offerings' : kind;
  return given.states.some((state) => state.data_type === dataType && state.observed_until !== null && (region === EVERY_REGION || state.region === region));
};

/** Invented prices are not wanted where real ones are: asking for them would be of no use. */
const isClosed = ({ states, sourceOf }: PlanGiven, kind: FetchDataType, region: string): boolean => {
  if (sourceOf(kind) !== 'emulator') return false;
  const source = states.find((state) => state.data_type === kind && state.region === region)?.source ?? null;
  return source !== null && isReal(source);
};

/** From where the last fetch ended; after a long pause as far back as AWS remembers. */
const startOf = (given: PlanGiven, region: string): Date => {
  const known = knownUntil(given, region)?.getTime();
  if (known === undefined) return new Date(firstDayOf(given));
  return new Date(Math.max(given.now - MAX_MS, Math.min(known, given.now) - OVERLAP_MS));
};

const firstDayOf = ({ firstFetchDays, now }: PlanGiven): number => now - firstFetchDays * DAY_MS;

/**
 * The end of what is known without a hole since the first days or longer. What was fetched of some types, or of all of them later on, leaves the rest to be asked for.
 * Files, and fetches of a version that noted none, tell no more than when they ended.
 */
const knownUntil = (given: PlanGiven, region: string): Date | undefined => {
  const noted = given.fetched.find((spans) => spans.region === region);
  if (noted === undefined || noted.has_file) return given.states.find((state) => state.data_type === 'spot_prices' && state.region === region)?.observed_until ?? undefined;
  const first = firstDayOf(given);
  return noted.until[noted.from.findLastIndex((from) => from.getTime() <= first)];
};
