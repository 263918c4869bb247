import type { FetchBasis, FetchScope } from '@ml/contracts/price-coverage';
import type { FetchDataType } from '@ml/contracts/pricing';
import { estimateChanges } from './estimate-changes';
import type { Window } from './missing-days';
import { isListStale, planRegion, type RegionChunk } from './plan-region';

/** The window is one that a source can be asked about. */
export interface PiecesAsk extends Window {
  readonly data_types: readonly FetchDataType[];
  readonly scope: FetchScope;
  /** One for each region of the scope, of this window. */
  readonly bases: readonly FetchBasis[];
  /** From here on what is covered is fetched as well. */
  readonly anewFrom: Date;
  /** Regions whose list is younger than a day are left out as of this instant; null: none is. */
  readonly freshAt: Date | null;
}

/** One kind of data of one region, `*` for a list of all of them. */
export interface Piece {
  readonly data_type: FetchDataType;
  readonly region: string;
  /** Never empty. */
  readonly chunks: readonly RegionChunk[];
}

/** Linux and Windows. */
const ADVISOR_SYSTEMS = 2;

/** Everything that is missing, kind by kind and region by region. The same ask is the same answer. */
export const planPieces = (ask: PiecesAsk): readonly Piece[] => ask.data_types.flatMap((data_type) => piecesOf(ask, data_type)).filter(({ chunks }) => chunks.length > 0);

/** Rows that the pieces will probably bring. */
export const expectedOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { chunks }) => chunks.reduce((more, chunk) => more + chunk.expected_records, sum), 0);

const piecesOf = (ask: PiecesAsk, data_type: FetchDataType): readonly Piece[] => {
  const { scope, bases, freshAt } = ask;
  if (data_type === 'spot_advisor') return [advisorOf(scope)];
  const expectations = estimateChanges(bases);
  return bases
    .filter((basis) => data_type !== 'on_demand_prices' || freshAt === null || isListStale(basis, freshAt))
    .map((basis) => ({ data_type, region: basis.region, chunks: planRegion({ ...ask, data_type, basis, instance_types: scope.instance_types, known_types: scope.known_types, expectations }) }));
};

/** One file for all regions. */
const advisorOf = ({ regions, known_types }: FetchScope): Piece => ({
  data_type: 'spot_advisor',
  region: '*',
  chunks: [{ instance_types: [], start_at: null, end_at: null, expected_records: known_types * ADVISOR_SYSTEMS * regions.length }],
});
