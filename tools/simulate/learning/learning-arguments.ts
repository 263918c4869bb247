import { parseArgs } from 'node:util';
import { CHECKPOINTS } from './playing';
import { WORLD_NAMES, type WorldName } from './world/true-world';

export const LEARNING_HELP = `npm run simulate -- learning [options]

Plays worlds whose truth is known, from the first customer to 500,000 instance-hours, with the functions of the service: what
is learned, how much of the way from day zero to the truth that is, and what proactive moves are worth. No server is needed.

  --customers N      60; how many there are after three months
  --world NAME       ${WORLD_NAMES.join(', ')}; all of them when none is named, may be said more than once
  --hours N,N,...    ${CHECKPOINTS.join(',')}; instance-hours at which learning is looked at
  --seed N           1; the first seed. The same seed makes the same world, and the same output
  --seeds N          20; so many worlds of each name
  --move-minutes N   5; from a job's turn until its nodes have left: lease, new nodes, drain
  --per-minute N     1000; jobs of a pool that become due in a minute
  --json             figures for programs, on one line

How to read it: docs/learning-simulation.md`;

export interface LearningArguments {
  readonly customers: number;
  readonly worlds: readonly WorldName[];
  readonly checkpoints: readonly number[];
  readonly seed: number;
  readonly seeds: number;
  readonly moveMinutes: number;
  readonly perMinute: number;
  readonly json: boolean;
}

const OPTIONS = {
  customers: { type: 'string', default: '60' },
  world: { type: 'string', multiple: true },
  hours: { type: 'string', default: CHECKPOINTS.join(',') },
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '20' },
  'move-minutes': { type: 'string', default: '5' },
  'per-minute': { type: 'string', default: '1000' },
  json: { type: 'boolean', default: false },
} as const;

const LIMITS = { customers: [1, 2_000], seed: [0, 2 ** 31 - 1], seeds: [1, 1_000], 'move-minutes': [0, 1_440], 'per-minute': [1, 1_000_000] } as const;

/** @throws Error that says what to type instead */
export const learningArguments = (args: readonly string[]): LearningArguments => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  const whole = (name: keyof typeof LIMITS): number => {
    const [least, most] = LIMITS[name];
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least || value > most) throw new Error(`--${name} takes a whole number from ${least} to ${most}`);
    return value;
  };
  return {
    customers: whole('customers'),
    worlds: (values.world ?? WORLD_NAMES).map(worldName),
    checkpoints: hoursOf(values.hours),
    seed: whole('seed'),
    seeds: whole('seeds'),
    moveMinutes: whole('move-minutes'),
    perMinute: whole('per-minute'),
    json: values.json,
  };
};

const hoursOf = (text: string): readonly number[] => {
  const hours = text.split(',').map(Number);
  if (hours.some((value, at) => !Number.isInteger(value) || value < 0 || value <= (hours[at - 1] ?? -1))) throw new Error('--hours takes whole numbers, ascending, as in 0,10000,500000');
  return hours;
};

const worldName = (name: string): WorldName => {
  const known = WORLD_NAMES.find((one) => one === name);
  if (known === undefined) throw new Error(`there is no world "${name}"; there is ${WORLD_NAMES.join(', ')}`);
  return known;
};
