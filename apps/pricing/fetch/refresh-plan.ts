import type { FetchDataType } from '@ml/contracts/pricing';
import { isReal } from '@ml/domain/prices/source-order';
import { EVERY_REGION, type RowSource, type SourceState } from '@ml/persistence/stores/pricing/source-state';
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
      .filter((region) => !(given.onlyMissing && hasData(given.states, kind, region)))
      .filter((region) => !isClosed(given, kind, region))
      .map((region) => ({ kind, region, startAt: kind === 'spot_prices' ? startOf(given, region) : null })),
  );
};

const kindOf = (dataType: SourceState['data_type']): FetchDataType => (dataType === 'offerings' ? 'catalogue' : dataType);

/** Types are the same everywhere, but each region has to be asked for its own. */
const hasData = (states: readonly SourceState[], kind: FetchDataType, region: string): boolean => {
  const dataType = kind === 'catalogue' ? 'offerings' : kind;
  return states.some((state) => state.data_type === dataType && state.revision > 0 && (region === EVERY_REGION || state.region === region));
};

/** Invented prices are not wanted where real ones are: asking for them would be of no use. */
const isClosed = ({ states, sourceOf }: PlanGiven, kind: FetchDataType, region: string): boolean => {
  if (sourceOf(kind) !== 'emulator') return false;
  const source = states.find((state) => state.data_type === kind && state.region === region)?.source ?? null;
  return source !== null && isReal(source);
};

/** From where the last fetch ended; after a long pause as far back as AWS remembers. */
const startOf = ({ states, firstFetchDays, now }: PlanGiven, region: string): Date => {
  const known = states.find((state) => state.data_type === 'spot_prices' && state.region === region)?.observed_until?.getTime();
  if (known === undefined) return new Date(now - firstFetchDays * DAY_MS);
  return new Date(Math.max(now - MAX_MS, Math.min(known, now) - OVERLAP_MS));
};
