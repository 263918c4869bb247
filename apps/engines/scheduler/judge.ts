import type { Reason } from '@ml/contracts/decision';
import type { Why } from '@ml/engine-kernel/calendar/schedule';
import type { EpochMs } from '@ml/units/brand';
import { MINUTE_MS, SECOND_MS } from '@ml/units/time';
import type { Candidate } from './candidates';
import type { Before } from './recall';

/** What is to be done with a candidate. */
export interface Verdict {
  readonly direction: 'down' | 'up' | null;
  readonly to: number;
  /** Why it is done, or why nothing is. */
  readonly reasons: readonly [Reason, ...Reason[]];
  /** What must be known later; null when nothing, or nothing any more. What it costs is filled in where it is known. */
  readonly before: Before | null;
}

export interface JudgeInput {
  readonly candidate: Candidate;
  readonly before: Before | null;
  readonly now: EpochMs;
  readonly graceMinutes: number;
}

const WHY: Readonly<Record<Why, string>> = {
  FORCED_UPTIME: 'downscaler/force-uptime holds',
  FORCED_DOWNTIME: 'downscaler/force-downtime holds',
  OVERRIDE_UP: 'an override says up',
  OVERRIDE_DOWN: 'an override says down',
  HOLIDAY: 'it is a holiday',
  DOWNTIME: 'it is downtime, which wins over uptime',
  OUTSIDE_UPTIME: 'it is outside the hours',
  UPTIME: 'it is within the hours',
};

export const judged = (input: JudgeInput): Verdict => (input.candidate.timing.wanted === 'down' ? judgedDown(input) : judgedUp(input));

const whyOf = ({ candidate: { timing } }: JudgeInput): Reason => ({ code: timing.why, text: `${WHY[timing.why]} (${timing.text})` });

const asWanted = (text: string, before: Before | null, to: number): Verdict => ({ direction: null, to, reasons: [{ code: 'AS_WANTED', text }], before });

const judgedDown = (input: JudgeInput): Verdict => {
  const { candidate } = input;
  const { lever, downTo: to, timing } = candidate;
  if (isDown(candidate)) return asWanted(`${restingText(candidate)}; ${WHY[timing.why]}`, input.before, to);
  if (isYoung(input)) return { direction: null, to, reasons: [{ code: 'GRACE_PERIOD', text: 'was created a moment ago' }], before: input.before };
  const tonight = input.before !== null && input.before.lever === lever.kind && timing.downSince(input.before.since) ? input.before : null;
  if (tonight === null && isPausedByHand(input)) return { direction: null, to, reasons: [PAUSED_BY_HAND], before: input.before };
  const { original, since, usdPerHour } = tonight ?? { original: lever.current, since: input.now, usdPerHour: 0 };
  const byHand: readonly Reason[] = original === lever.current ? [] : [SCALED_BY_HAND];
  // Whoever scales up in the night wants that many for the night: in the morning there are as many as in the evening, or more.
  return { direction: 'down', to, reasons: [whyOf(input), ...byHand], before: { lever: lever.kind, original: Math.max(original, lever.current), to, since, usdPerHour } };
};

const SCALED_BY_HAND: Reason = {
  code: 'SCALED_BY_HAND',
  text: 'was changed by hand since it was last put to sleep; to keep it up use an override, downscaler/exclude-until or downscaler/force-uptime',
};

/** A pause must be there, even where nothing happens to run; every other lever must not be turned up. */
const isDown = ({ lever, downTo: to }: Candidate): boolean => (lever.kind === 'paused' ? lever.asleep && lever.current <= to : lever.current <= to);

const restingText = ({ lever }: Candidate): string => {
  if (lever.kind !== 'suspend') return `is down to ${lever.current} already`;
  return lever.current === 0 ? 'is suspended already' : 'goes on running in its downtime';
};

/** Ours hold no more than is left in downtime, or what is remembered. */
const isPausedByHand = ({ candidate: { lever, downTo: to }, before }: JudgeInput): boolean =>
  lever.kind === 'paused' && lever.asleep && lever.current > to && !(before?.lever === 'paused' && before.to === lever.current);

const PAUSED_BY_HAND: Reason = { code: 'PAUSED_BY_HAND', text: 'is paused at a number that was not set here: whoever paused it knows when it goes on' };

const isYoung = ({ candidate: { unit, marks }, now, graceMinutes }: JudgeInput): boolean => {
  // An annotation can make it shorter only, as with kube-downscaler.
  const grace = Math.min(graceMinutes * MINUTE_MS, (marks.graceSeconds ?? Number.POSITIVE_INFINITY) * SECOND_MS);
  return unit.createdAt !== null && now - unit.createdAt < grace;
};

const judgedUp = (input: JudgeInput): Verdict => {
  const { candidate, before } = input;
  const { lever, downTo: to } = candidate;
  const known = originalOf(input);
  if (known !== null && isLower(candidate, known.original)) return { direction: 'up', to: known.original, reasons: [whyOf(input), known.reason], before: known.before };
  if (!lever.asleep || known !== null) return asWanted('is up as it should be', unseen(input), lever.current);
  return { direction: null, to, reasons: [isPausedByHand(input) ? PAUSED_BY_HAND : ORIGINAL_UNKNOWN], before };
};

/** What was turned in the evening was an autoscaler that this state does not show: it will still be needed. */
const unseen = ({ candidate: { lever }, before }: JudgeInput): Before | null => (before !== null && before.lever !== 'replicas' && lever.kind === 'replicas' ? before : null);

const ORIGINAL_UNKNOWN: Reason = {
  code: 'ORIGINAL_UNKNOWN',
  text: 'is down within its hours, and nobody remembers what it was: set downscaler/original-replicas, or scale it by hand',
};

/** A pause is lifted whatever it held. */
const isLower = ({ lever }: Candidate, original: number): boolean => (lever.kind === 'paused' ? lever.asleep : original > lever.current);

interface Original {
  readonly original: number;
  readonly reason: Reason;
  readonly before: Before | null;
}

/** What it was before it slept. Where somebody has turned it since, what it was counts no more. */
const originalOf = ({ candidate: { lever, downTo }, before }: JudgeInput): Original | null => {
  if (before !== null && before.lever === lever.kind && before.to === lever.current) {
    return { original: before.original, before, reason: { code: 'FROM_MEMORY', text: `was ${before.original} when it was put to sleep on ${new Date(before.since).toISOString()}` } };
  }
  const { noted } = lever;
  if (noted === null || (lever.current !== downTo && !lever.asleep)) return null;
  return { original: noted, before: null, reason: { code: 'FROM_ANNOTATION', text: 'downscaler/original-replicas says what it was' } };
};
