import type { Statistics } from 'hyparquet';
import type { ColumnType } from '@ml/domain/collection/dataset';
import type { GrowingBytes } from './growing-bytes';

type Bounds = Pick<Statistics, 'min_value' | 'max_value'>;
type BoundsOf = (values: GrowingBytes) => Bounds;

/** NaN is neither smallest nor largest. */
const among =
  (width: number, read: (view: DataView, at: number) => number | bigint): BoundsOf =>
  ({ view, size }) => {
    let least: number | bigint | undefined;
    let most: number | bigint | undefined;
    for (let at = 0; at < size; at += width) {
      const value = read(view, at);
      if (Number.isNaN(value)) continue;
      if (least === undefined || value < least) least = value;
      if (most === undefined || value > most) most = value;
    }
    return least === undefined || most === undefined ? {} : { min_value: least, max_value: most };
  };

const amongWords: BoundsOf = (values) => {
  let least: Buffer | undefined;
  let most: Buffer | undefined;
  for (let at = 0; at < values.size; ) {
    const start = at + 4;
    at = start + values.view.getUint32(at, true);
    const word = values.bytes.subarray(start, at);
    if (least === undefined || word.compare(least) < 0) least = word;
    if (most === undefined || word.compare(most) > 0) most = word;
  }
  // Copies: the memory of the values is used again.
  return least === undefined || most === undefined ? {} : { min_value: new Uint8Array(least), max_value: new Uint8Array(most) };
};

/** Smallest and largest of plain values; they say nothing of hashes and objects. */
export const BOUNDS: Readonly<Record<ColumnType, BoundsOf | null>> = {
  word: amongWords,
  text: null,
  json: null,
  integer: among(4, (view, at) => view.getInt32(at, true)),
  amount: among(8, (view, at) => view.getFloat64(at, true)),
  time: among(8, (view, at) => view.getBigInt64(at, true)),
};
