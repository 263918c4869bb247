/** When the example requests were observed, as they are written down. */
const WRITTEN_AT = Date.parse('2026-11-20T10:00:00Z');

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** The same example as if it had been observed at `now`: every instant in it moves with it, so that what was three days old still is. */
export const asOfNow = <Value>(value: Value, now: number): Value => moved(value, now - WRITTEN_AT) as Value;

const moved = (value: unknown, byMs: number): unknown => {
  if (typeof value === 'string') return INSTANT.test(value) ? new Date(Date.parse(value) + byMs).toISOString() : value;
  if (Array.isArray(value)) return value.map((item: unknown) => moved(item, byMs));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, moved(item, byMs)]));
};
