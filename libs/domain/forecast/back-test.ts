import { asked } from './asked';
import type { Method } from './method';

/** What every method said from one point of the past, and what came. */
export interface Trial {
  readonly actual: readonly number[];
  readonly foretold: ReadonlyMap<Method['name'], readonly number[]>;
}

export interface BackTest {
  /** Those that answered each time. */
  readonly methods: readonly Method[];
  readonly failed: readonly Method['name'][];
  readonly trials: readonly Trial[];
}

/** Origins: enough to tell methods apart; each costs a fit of every method. */
const MOST_ORIGINS = 8;
const FEWEST_ORIGINS = 4;
const LONGEST = 6;
/** At most this share of the series is foretold at a time. */
const SHARE = 1 / 3;
/** Months before an origin that are preferred, in this order: what can be asked with so few is judged. */
const FLOORS = [24, 12, 8, 3];

/** Asks every method from several points of the past about the months that followed. No trial when the series is too short for one. */
export const backTest = (methods: readonly Method[], amounts: readonly number[], horizon: number): BackTest => {
  const ahead = Math.max(1, Math.min(horizon, LONGEST, Math.floor(amounts.length * SHARE)));
  const room = amounts.length - ahead;
  const least = FLOORS.find((floor) => room - floor + 1 >= FEWEST_ORIGINS) ?? FLOORS.at(-1) ?? room;
  const origins = Array.from({ length: Math.min(MOST_ORIGINS, Math.max(0, room - least + 1)) }, (_, at) => room - at);
  const judged = methods.filter((method) => method.from <= amounts.length && method.least <= least);
  const answers = judged.map((method) => ({ method, answers: origins.map((origin) => asked(method.forecast, amounts.slice(0, origin), ahead)) }));
  const good = answers.filter((each) => each.answers.every((answer) => answer !== null));
  const trials = origins.map((origin, at) => ({
    actual: amounts.slice(origin, origin + ahead),
    foretold: new Map(good.map(({ method, answers: given }) => [method.name, given[at] ?? []])),
  }));
  const methodsLeft = good.map(({ method }) => method);
  return { methods: methodsLeft, failed: judged.filter((method) => !methodsLeft.includes(method)).map(({ name }) => name), trials };
};
