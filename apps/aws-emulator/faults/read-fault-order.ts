import { FAULT_KINDS } from './fault-board';
import type { FaultKind, FaultOrder } from './fault-board';

const FIELDS = ['kind', 'operation', 'times', 'probability', 'delay_ms'];

const isKind = (value: unknown): value is FaultKind => FAULT_KINDS.some((kind) => kind === value);

const isCount = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1);

const isShare = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === 'number' && value >= 0 && value <= 1);

const isName = (value: unknown): value is string | undefined => value === undefined || (typeof value === 'string' && value !== '');

/** @throws Error naming what is wrong, so that a spec with a misspelt fault fails instead of passing. */
export function readFaultOrder(body: unknown): FaultOrder {
  if (typeof body !== 'object' || body === null) throw new Error('a fault is a JSON object');
  const { kind, operation, times, probability, delay_ms } = body as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw new Error(`unknown field ${unknown}`);
  if (!isKind(kind)) throw new Error(`kind must be one of ${FAULT_KINDS.join(', ')}`);
  if (!isName(operation)) throw new Error('operation must be a name');
  if (!isCount(times)) throw new Error('times must be a whole number above zero');
  if (!isShare(probability)) throw new Error('probability must be from 0 to 1');
  if (!isCount(delay_ms)) throw new Error('delay_ms must be a whole number above zero');
  return { kind, operation, times, probability, delay_ms };
}
