import { types, type CustomTypesConfig } from 'pg';

const BIGINT = 20;
const DATE = 1082;

const text = (value: string): string => value;
/** Beyond 2^53 a bigint stays text rather than lose digits. */
const safeInteger = (value: string): number | string => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/**
 * How columns become values: numeric stays text (money is decimal), timestamptz is a Date, date stays `YYYY-MM-DD`
 * (a Date would be local midnight), bigint is a number.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === BIGINT) return safeInteger;
    if (oid === DATE) return text;
    return types.getTypeParser(oid, format);
  }) as CustomTypesConfig['getTypeParser'],
};
