import { AppError } from '@ml/contracts/app-error';
import type { CancelOrder, FetchOrder, OrderedChunk } from '@ml/contracts/fetch-orders';
import { FETCH_DATA_TYPES } from '@ml/contracts/pricing';
import { isInstanceTypeName } from '@ml/domain/prices/fields';
import { instantMs } from '@ml/domain/prices/instant';
import { isRegionName } from '@ml/domain/prices/regions';
import { EVERY_REGION } from '@ml/persistence/stores/pricing/source-state';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** What travels as one message. */
const MOST_CHUNKS = 1_000;
const MOST_TYPES = 1_000;

/**
 * What can never be carried out is refused before it is stored: it would come again and again.
 * @throws AppError BAD_FIELD naming the field
 */
export const checkOrder = (order: FetchOrder | CancelOrder): void => {
  require(typeof order.task_id === 'string' && UUID.test(order.task_id), 'task_id', 'is not a UUID');
  if (order.kind === 'cancel') return;
  require(FETCH_DATA_TYPES.includes(order.data_type), 'data_type', `is one of ${FETCH_DATA_TYPES.join(', ')}`);
  require(isPlace(order), 'region', 'is a region such as us-east-1, or * for the Spot Advisor');
  require(order.lane === 'fresh' || order.lane === 'bulk', 'lane', 'is fresh or bulk');
  require(Number.isInteger(order.page_size) && order.page_size >= 1, 'page_size', 'is a whole number from 1');
  require(isList(order.chunks, MOST_CHUNKS) && order.chunks.length > 0, 'chunks', `is a list of 1 to ${String(MOST_CHUNKS)} chunks`);
  require(new Set(order.chunks.map(({ chunk }) => chunk)).size === order.chunks.length, 'chunks', 'has a number twice');
  for (const [index, chunk] of order.chunks.entries()) checkChunk(chunk, { path: `chunks[${String(index)}]`, dated: order.data_type === 'spot_prices' });
};

const checkChunk = ({ chunk, instance_types, start_at, end_at }: OrderedChunk, { path, dated }: { readonly path: string; readonly dated: boolean }): void => {
  require(Number.isInteger(chunk) && chunk >= 0 && chunk < 2 ** 31, `${path}.chunk`, 'is a whole number from 0');
  require(isList(instance_types, MOST_TYPES) && instance_types.every(isInstanceTypeName), `${path}.instance_types`, `is a list of at most ${String(MOST_TYPES)} instance types`);
  const [from, until] = [start_at, end_at].map((at) => (at === null ? null : instantMs(at)));
  const isSpan = typeof from === 'number' && typeof until === 'number' && from < until;
  require(isSpan || (!dated && start_at === null && end_at === null), path, dated ? 'has a start_at and an end_at after it' : 'has no days, or a start_at and an end_at after it');
};

const isPlace = ({ region, data_type }: FetchOrder): boolean => (region === EVERY_REGION ? data_type === 'spot_advisor' : typeof region === 'string' && isRegionName(region));

const isList = (value: unknown, most: number): boolean => Array.isArray(value) && value.length <= most;

function require(isRight: boolean, path: string, text: string): asserts isRight {
  if (!isRight) throw new AppError('BAD_FIELD', `${path} ${text}`, { path });
}
