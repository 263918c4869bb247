import { epochMs, type EpochMs } from '@ml/units/brand';

/** `User initiated (2026-03-04 00:21:54 GMT)`: the only place where the API says since when an instance is stopped. */
const MOMENT = /\((\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC)\)/;

export const stateChangedAt = (reason: string | null): EpochMs | null => {
  const [, day, clock] = MOMENT.exec(reason ?? '') ?? [];
  const at = day === undefined || clock === undefined ? Number.NaN : Date.parse(`${day}T${clock}Z`);
  return Number.isNaN(at) ? null : epochMs(at);
};
