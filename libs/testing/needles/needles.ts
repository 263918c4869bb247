import { mulberry32 } from '../mulberry32';

export const NEEDLE_KINDS = ['user', 'account', 'arn', 'resource', 'name', 'email', 'phone', 'address'] as const;
export type NeedleKind = (typeof NEEDLE_KINDS)[number];

/** A text that is nowhere unless somebody kept it. */
export interface Needle {
  readonly kind: NeedleKind;
  readonly text: string;
}

type Random = (below: number) => number;

const HEX = '0123456789abcdef';
const SYLLABLES = ['zyx', 'qvo', 'wrk', 'jhu', 'xla', 'vqe', 'bzi', 'ghy', 'pwo', 'ksu'];

const digits = (random: Random, count: number): string => Array.from({ length: count }, () => String(random(10))).join('');
const hex = (random: Random, count: number): string => Array.from({ length: count }, () => HEX[random(16)]).join('');
const word = (random: Random): string => {
  const text = Array.from({ length: 4 }, () => SYLLABLES[random(SYLLABLES.length)]).join('');
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
};

const MAKERS: Readonly<Record<NeedleKind, (random: Random) => string>> = {
  user: (random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
  account: (random) => `99${digits(random, 10)}`,
  arn: (random) => `arn:aws:ec2:us-east-1:99${digits(random, 10)}:volume/vol-0${hex(random, 16)}`,
  resource: (random) => `i-0${hex(random, 16)}`,
  name: (random) => `${word(random)} ${word(random)}`,
  email: (random) => `${word(random).toLowerCase()}.${word(random).toLowerCase()}@${word(random).toLowerCase()}.example`,
  phone: (random) => `+4999${digits(random, 9)}`,
  address: (random) => `2${String(random(4))}${String(random(10))}.1${digits(random, 2)}.2${String(random(5))}${String(random(10))}.1${digits(random, 2)}`,
};

/** The same for the same seed; each differs from all others. */
export const makeNeedles = (count: number, seed = 7): readonly Needle[] => {
  const next = mulberry32(seed);
  const random: Random = (below) => Math.floor(next() * below);
  const seen = new Set<string>();
  const needles: Needle[] = [];
  while (needles.length < count) {
    const kind = NEEDLE_KINDS[needles.length % NEEDLE_KINDS.length] as NeedleKind;
    const text = MAKERS[kind](random);
    if (!seen.has(text)) needles.push({ kind, text });
    seen.add(text);
  }
  return needles;
};

/** Hands them out, each in its turn, of one kind or of any: when all are used it begins anew. */
export const needleBox = (needles: readonly Needle[]): ((kind?: NeedleKind) => string) => {
  const places = new Map<NeedleKind | undefined, number>();
  return (kind) => {
    const of = kind === undefined ? needles : needles.filter((needle) => needle.kind === kind);
    const place = places.get(kind) ?? 0;
    places.set(kind, place + 1);
    return of[place % of.length]?.text ?? '';
  };
};
