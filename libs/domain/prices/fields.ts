import { RowFault } from './refusal';
import { isRegionName, regionOfZone } from './regions';

const INSTANCE_TYPE = /^[a-z][a-z0-9-]{0,24}\.[a-z0-9][a-z0-9-]{0,20}$/;

/** Values come from files and APIs: anything may be anything. */
export const textOf = (value: unknown, field: string): string => {
  if (value === undefined || value === null) throw new RowFault('MISSING_VALUE', `${field} is missing`);
  if (typeof value !== 'string') throw new RowFault('BAD_SHAPE', `${field} is not text`);
  const text = value.trim();
  if (text === '') throw new RowFault('MISSING_VALUE', `${field} is empty`);
  return text;
};

/** Long enough to recognise a wrong value, too short to fill a log. */
export const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

export const isInstanceTypeName = (text: string): boolean => INSTANCE_TYPE.test(text);

export const instanceTypeOf = (value: unknown): string => {
  const text = textOf(value, 'instance type');
  if (!isInstanceTypeName(text)) throw new RowFault('BAD_INSTANCE_TYPE', `${shown(text)} is not an instance type such as m5.large`);
  return text;
};

export const regionOf = (value: unknown): string => {
  const text = textOf(value, 'region');
  if (!isRegionName(text)) throw new RowFault('BAD_REGION', `${shown(text)} is not a region such as us-east-1`);
  return text;
};

/** A zone and the region it lies in. */
export const zoneOf = (value: unknown): { readonly zone: string; readonly region: string } => {
  const zone = textOf(value, 'availability zone');
  const region = regionOfZone(zone);
  if (region === null) throw new RowFault('BAD_ZONE', `${shown(zone)} is neither a zone name such as us-east-1a nor a zone id such as use1-az4`);
  return { zone, region };
};

export interface NumberBounds {
  readonly field: string;
  readonly min: number;
  readonly max: number;
}

/** A whole number, given as a number or as decimal text. */
export const wholeNumberOf = (value: unknown, { field, min, max }: NumberBounds): number => {
  const number = typeof value === 'number' ? value : numberOfText(textOf(value, field), field);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new RowFault('BAD_NUMBER', `${field} ${String(number)} is not a whole number from ${String(min)} to ${String(max)}`);
  }
  return number;
};

const numberOfText = (text: string, field: string): number => {
  if (!/^-?\d{1,15}$/.test(text)) throw new RowFault('BAD_NUMBER', `${field} ${shown(text)} is not a whole number`);
  return Number(text);
};

/** Like `wholeNumberOf`, but absent or empty is null. */
export const optionalWholeNumberOf = (value: unknown, bounds: NumberBounds): number | null =>
  value === undefined || value === null || value === '' ? null : wholeNumberOf(value, bounds);

export const flagOf = (value: unknown, field: string): boolean => {
  if (typeof value === 'boolean') return value;
  const text = textOf(value, field).toLowerCase();
  if (text === 'true') return true;
  if (text === 'false') return false;
  throw new RowFault('BAD_SHAPE', `${field} ${shown(text)} is neither true nor false`);
};
