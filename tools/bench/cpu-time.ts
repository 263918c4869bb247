import { readFileSync } from 'node:fs';

/** Linux accounts processor time in hundredths of a second (USER_HZ). */
const TICKS_PER_SECOND = 100;
const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;

/** Processor time of a process and its threads so far, in seconds. */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name may hold spaces: count fields after its closing parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME_FIELD]) + Number(fields[SYSTEM_TIME_FIELD])) / TICKS_PER_SECOND;
};

/** Proportional set size in MiB: memory shared with others counts by its share. */
export const pssMib = (pid: number): number => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? Number.NaN) / 1024;
};

/** The most memory a process has ever held, in MiB. */
export const peakRssMib = (pid: number): number => Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
