import { fault, shown, type Read } from '@ml/state/read';
import { DAY_MINUTES } from './wall-clock';

const DAY_TIME = /^(\d{1,2}):(\d{2})$/;
const HOUR_MINUTES = 60;

/** `HH:MM` as a minute of the day, from 00:00 to 24:00. */
export const dayTime: Read<number> = (value) => {
  const [, hours = '', minutes = ''] = (typeof value === 'string' ? DAY_TIME.exec(value) : null) ?? [];
  const minute = Number(hours) * HOUR_MINUTES + Number(minutes);
  if (hours === '' || Number(minutes) >= HOUR_MINUTES || minute > DAY_MINUTES) throw fault('BAD_WINDOW', `${shown(value)} is not a time of day from 00:00 to 24:00`);
  return minute;
};
