import { FAULT_KINDS } from './fault-board';
import type { FaultKind, FaultOrder } from './fault-board';

const FIELDS = ['kind', 'operation', 'region', 'times', 'probability', 'delay_ms', 'skew_seconds'];

const isKind = (value: unknown): value is FaultKind => FAULT_KINDS.some((kind) => kind === value);

const isCount = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1);

const isShare = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === 'number' && value >= 0 && value <= 1);

const isName = (value: unknown): value is string | undefined => value === undefined || (typeof value === 'string' && value !== '');

/** @throws Error naming what is wrong, so that a spec with a misspelt fault fails instead of passing. */
export function readFaultOrder(body: unknown): FaultOrder {
  if (typeof body !== 'object' || body === null) throw new Error('a fault is a JSON object');
  const { kind, operation, region, times, probability, delay_ms, skew_seconds } = body as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw new Error(`unknown field ${unknown}`);
  if (!isKind(kind)) throw new Error(`kind must be one of ${FAULT_KINDS.join(', ')}`);
  const unnamed = Object.entries({ operation, region }).find(([, value]) => !isName(value));
  if (unnamed !== undefined) throw new Error(`${unnamed[0]} must be a name`);
  if (!isShare(probability)) throw new Error('probability must be from 0 to 1');
  const counts = { times, delay_ms, skew_seconds };
  const uncounted = Object.entries(counts).find(([, value]) => !isCount(value));
  if (uncounted !== undefined) throw new Error(`${uncounted[0]} must be a whole number above zero`);
  return { kind, probability, ...({ operation, region, ...counts } as Pick<FaultOrder, 'operation' | 'region' | keyof typeof counts>) };
}
