import type { GapStatus } from '@ml/contracts/gaps';
import type { FetchDataType } from '@ml/contracts/pricing';

/** What came of the chunks of a fill whose fetching is over. */
export interface FetchedGap {
  readonly chunks: { readonly total: number; readonly failed: number; readonly cancelled: number };
  /** Reasons, each of a region once. */
  readonly failed: readonly { readonly region: string; readonly data_type: FetchDataType; readonly message: string }[];
}

export interface GapOutcome {
  readonly status: Extract<GapStatus, 'completed' | 'failed' | 'cancelled'>;
  readonly error_message: string | null;
}

const LONGEST_REASON = 500;
const LONGEST_MESSAGE = 3_000;
const AGAIN = 'The same fill again goes on with what is missing.';

/** A fill that was cancelled after its last chunk had come is completed all the same. */
export const gapOutcome = ({ chunks, failed }: FetchedGap): GapOutcome => {
  if (chunks.cancelled > 0) return { status: 'cancelled', error_message: chunks.failed > 0 ? whatFailed(chunks, failed) : null };
  if (chunks.failed > 0) return { status: 'failed', error_message: `${whatFailed(chunks, failed)} ${AGAIN}` };
  return { status: 'completed', error_message: null };
};

/** One line for each reason, with the places where it was met; as many as there is room for. */
const whatFailed = (chunks: FetchedGap['chunks'], failed: FetchedGap['failed']): string => {
  const places = new Map<string, string[]>();
  for (const { region, data_type, message } of failed) {
    const reason = message.slice(0, LONGEST_REASON);
    places.set(reason, [...(places.get(reason) ?? []), `${region === '*' ? 'all regions' : region} ${data_type}`]);
  }
  const reasons = [...places].map(([reason, where]) => `${where.join(', ')}: ${reason}`);
  const first = `${chunks.failed} of ${chunks.total} chunks failed`;
  return `${[first, ...reasons].join('; ').slice(0, LONGEST_MESSAGE)}.`;
};
