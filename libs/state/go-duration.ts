import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';

const SYNTAX = /^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/;
const PART = /(\d+(?:\.\d+)?)(h|ms|m|s)/g;
const UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS, ms: 1 };
/** Longer texts are no duration that anybody wrote on purpose. */
const MAX_LENGTH = 32;

/** `1h30m`, `90s`, as Go and so Kubernetes write durations: in milliseconds, null when it is none. */
export const goDuration = (text: string): number | null => {
  if (text.length > MAX_LENGTH || !SYNTAX.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) total += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  return Math.round(total);
};
