import { chance, hashText } from './hash';

/** Something of an account that costs money every day, as a bill knows it. */
export interface CostLine {
  /** Instances and volumes by their id, databases by their ARN; null: what belongs to no resource. */
  readonly resource: string | null;
  readonly service: string;
  /** USD a day before its noise; below zero: a credit. */
  readonly daily: number;
}

const RESOURCES = 240;
const KINDS: readonly (readonly [service: string, id: (account: string, code: string) => string, most: number])[] = [
  ['Amazon Elastic Compute Cloud - Compute', (_, code) => `i-0${code}`, 12],
  ['EC2 - Other', (_, code) => `vol-0${code}`, 3],
  ['Amazon Relational Database Service', (account, code) => `arn:aws:rds:us-east-1:${account}:db:db-${code}`, 25],
];
const ONE_IN = 40;

const codeOf = (seed: number, place: number): string => hashText(`${seed}|${place}`).toString(16).padStart(8, '0') + hashText(`${place}|${seed}`).toString(16).padStart(8, '0');

/** The same seed and account, the same lines. */
export function costLines(seed: string, account: string): readonly CostLine[] {
  const key = hashText(`${seed}|costs|${account}`);
  const lines = Array.from({ length: RESOURCES }, (_, place): CostLine => {
    const [service, id, most] = KINDS[place % KINDS.length] ?? ['EC2 - Other', () => 'vol-0', 1];
    const daily = chance(key, place) * most;
    return { resource: id(account, codeOf(key, place)), service, daily: place % ONE_IN === ONE_IN - 1 ? -daily : daily };
  });
  return [...lines, { resource: null, service: 'EC2 - Other', daily: 1 + chance(key, RESOURCES) }];
}

/** USD of one day, as exact as a bill. `day` counts from 1970. */
export const costOfDay = ({ resource, daily }: CostLine, day: number): number => daily * (0.9 + 0.2 * chance(hashText(resource ?? 'none'), day));
