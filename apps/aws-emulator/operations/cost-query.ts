import { Refusal } from '../wire/refusal';

export interface CostQuery {
  /** Days since 1970; the last one is not part of it. */
  readonly from: number;
  readonly until: number;
  readonly granularity: 'DAILY' | 'MONTHLY';
  readonly isByResource: boolean;
  /** 12 digits; null: of whoever asks. */
  readonly accounts: readonly string[] | null;
  /** Null: of all. */
  readonly services: readonly string[] | null;
  readonly token: string | undefined;
  readonly fingerprint: string;
}

type Fields = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

function parsedBody(body: string): Fields {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    throw new Refusal('invalid', 'The request body is not a JSON object');
  }
}

function dayOf(value: unknown): number {
  if (typeof value !== 'string' || !DAY.test(value)) throw new Refusal('invalid', 'Start and End of TimePeriod are days: YYYY-MM-DD');
  return Date.parse(value) / DAY_MS;
}

/** Only what the fleet asks with: one dimension, or its negation, or both. */
function valuesOf(filter: Fields, key: string): readonly string[] | null {
  const parts = Array.isArray(filter['And']) ? filter['And'].map(fieldsOf) : [filter];
  const named = parts.map((part) => fieldsOf(part['Dimensions'])).find(({ Key }) => Key === key);
  return Array.isArray(named?.['Values']) ? named['Values'].map(String) : null;
}

export function readCostQuery(body: string): CostQuery {
  const { TimePeriod, Granularity, Metrics, GroupBy, Filter, NextPageToken } = parsedBody(body);
  const { Start, End } = fieldsOf(TimePeriod);
  const [from, until] = [dayOf(Start), dayOf(End)];
  if (from >= until) throw new Refusal('invalid', 'Start date (and hour) should be before end date (and hour)');
  if (Granularity !== 'DAILY' && Granularity !== 'MONTHLY') throw new Refusal('invalid', `The granularity ${String(Granularity)} is not emulated`);
  if (!Array.isArray(Metrics) || Metrics.join() !== 'UnblendedCost') throw new Refusal('invalid', 'Only the metric UnblendedCost is emulated');
  const groups = Array.isArray(GroupBy) ? GroupBy.map(fieldsOf) : [];
  return {
    from,
    until,
    granularity: Granularity,
    isByResource: groups.some(({ Type, Key }) => Type === 'DIMENSION' && Key === 'RESOURCE_ID'),
    accounts: valuesOf(fieldsOf(Filter), 'LINKED_ACCOUNT'),
    services: valuesOf(fieldsOf(Filter), 'SERVICE'),
    token: typeof NextPageToken === 'string' && NextPageToken !== '' ? NextPageToken : undefined,
    fingerprint: JSON.stringify([TimePeriod, Granularity, Filter, GroupBy]),
  };
}
