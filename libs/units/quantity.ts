import { bytes, millicores, type Bytes, type Millicores } from './brand';

/** Why a text is no amount of a resource. */
export type QuantityFault = 'not a quantity' | 'negative' | 'too large';

/** Number, then a binary suffix, a decimal suffix or a decimal exponent. `K` alone and `m` after `M` do not exist. */
const SYNTAX = /^([+-]?)(\d+)?(?:\.(\d*))?(?:([KMGTPE])i|([numkMGTPE])|[eE]([+-]?\d{1,3}))?$/;

const BINARY_POWER: Readonly<Record<string, number>> = { K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };
const DECIMAL_EXPONENT: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** Kubernetes keeps quantities in a signed 64 bit integer; it caps silently above, we refuse. */
const LARGEST = 2n ** 63n - 1n;
/** Longer texts are garbage: the largest amount in nanounits has 28 digits. */
const MAX_LENGTH = 64;

const MILLICORES_EXPONENT = 3;

/** `500m`, `0.5`, `2`: rounded up, as the scheduler does. */
export const parseMillicores = (value: string | number): Millicores | QuantityFault => {
  const amount = parseAmount(value, MILLICORES_EXPONENT);
  return typeof amount === 'number' ? millicores(amount) : amount;
};

/** `2Gi`, `128974848`, `129e6`, `128974848000m`: rounded up. */
export const parseBytes = (value: string | number): Bytes | QuantityFault => {
  const amount = parseAmount(value, 0);
  return typeof amount === 'number' ? bytes(amount) : amount;
};

/** Pods, GPUs and other things that are counted: rounded up. */
export const parseCount = (value: string | number): number | QuantityFault => parseAmount(value, 0);

interface Parts {
  readonly negative: boolean;
  readonly digits: string;
  /** Decimal places of the digits. */
  readonly places: number;
  readonly binaryPower: number;
  readonly exponent: number;
}

/** In units of 10^-unitExponent, exact until the final rounding. */
const parseAmount = (value: string | number, unitExponent: number): number | QuantityFault => plainAmount(value, unitExponent) ?? exactAmount(value, unitExponent);

const PLAIN = /^(\d{1,9})(m|Ki|Mi|Gi)?$/;
const PLAIN_SCALE: Readonly<Record<string, number>> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** `500m`, `2`, `2Gi`: what nearly every object says, without the cost of being exact about the rest. null is for the exact path to judge. */
const plainAmount = (value: string | number, unitExponent: number): number | null => {
  const [, digits, suffix = ''] = PLAIN.exec(String(value)) ?? [];
  if (digits === undefined) return null;
  const unit = 10 ** unitExponent;
  const amount = suffix === 'm' ? Math.ceil((Number(digits) * unit) / 1_000) : Number(digits) * (PLAIN_SCALE[suffix] ?? Number.NaN) * unit;
  return Number.isSafeInteger(amount) ? amount : null;
};

/** The full syntax, exactly. */
export const exactAmount = (value: string | number, unitExponent: number): number | QuantityFault => {
  const parts = partsOf(String(value));
  if (parts === null) return 'not a quantity';
  const amount = scaledUp(parts.digits, parts.exponent + unitExponent - parts.places, parts.binaryPower);
  return parts.negative && amount !== 0 ? 'negative' : amount;
};

const partsOf = (text: string): Parts | null => {
  const [match, sign, whole, fraction, ...scale] = text.length <= MAX_LENGTH ? (SYNTAX.exec(text) ?? []) : [];
  // A group that took no part in the match is undefined.
  const digits = [whole, fraction].join('');
  if (match === undefined || digits === '') return null;
  return { negative: sign === '-', digits, places: digits.length - [whole].join('').length, ...scaleOf(scale) };
};

const scaleOf = ([binary = '', decimal = '', exponent = '0']: readonly string[]): Pick<Parts, 'binaryPower' | 'exponent'> => ({
  binaryPower: BINARY_POWER[binary] ?? 0,
  exponent: DECIMAL_EXPONENT[decimal] ?? Number(exponent),
});

const scaledUp = (digits: string, exponent: number, power: number): number | 'too large' => {
  const quick = exponent >= 0 ? Number(digits) * 10 ** exponent * 1024 ** power : Number.NaN;
  if (Number.isSafeInteger(quick)) return quick;
  const scaled = BigInt(digits) * 1024n ** BigInt(power);
  const amount = exponent >= 0 ? scaled * 10n ** BigInt(exponent) : dividedUp(scaled, 10n ** BigInt(-exponent));
  return amount > LARGEST ? 'too large' : Number(amount);
};

const dividedUp = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;
