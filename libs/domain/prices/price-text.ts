import { shown, textOf } from './fields';
import { RowFault } from './refusal';

/** Decimals that `numeric(20,10)` keeps. */
const MAX_DECIMALS = 10;
/** USD an hour. The dearest published price is near 410 (448 vCPU, 24 TiB): this leaves room and stops cents taken for dollars. */
const ABSURD_WHOLE_DIGITS = 5;

const DECIMAL = /^(\d{1,30})(?:\.(\d{1,40}))?$/;

/**
 * A price above zero as decimal text, exactly as the database will hold it: no binary float in between.
 * Zeros that carry no value are dropped: `0.466400` -> `0.4664`.
 */
export const priceTextOf = (value: unknown, field = 'price'): string => {
  const text = textOf(value, field);
  const match = DECIMAL.exec(text);
  if (!match) throw badPrice(text, field);
  const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '');
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  if (decimals.length > MAX_DECIMALS) throw new RowFault('PRICE_TOO_PRECISE', `${field} ${shown(text)} has more than ${String(MAX_DECIMALS)} decimals`);
  if (whole.length > ABSURD_WHOLE_DIGITS) throw new RowFault('PRICE_ABSURD', `${field} ${shown(text)} is no hourly price in USD`);
  if (whole === '0' && decimals === '') throw new RowFault('PRICE_NOT_POSITIVE', `${field} ${shown(text)} is not above zero`);
  return decimals === '' ? whole : `${whole}.${decimals}`;
};

const badPrice = (text: string, field: string): RowFault =>
  /^-\d/.test(text)
    ? new RowFault('PRICE_NOT_POSITIVE', `${field} ${shown(text)} is not above zero`)
    : new RowFault('BAD_PRICE', `${field} ${shown(text)} is not decimal text such as 0.0416`);
