import type { DecisionType } from '@ml/contracts/engine-types';
import { runEngineOn, type Existing } from '@ml/testing/worlds/run-engine';
import { ENGINE_STATES } from './engine-states';
import type { Figure } from './figure';
import { median } from './statistics';

const ROUNDS = 7;
const WARM_UP = 2;

/** Processor time of projecting and deciding a state of ten thousand objects, engine by engine; parsing the JSON is not in it. */
export const engines = (): Promise<readonly Figure[]> => Promise.resolve(Object.entries(ENGINE_STATES).map(([type, make]) => figureOf(type as Existing & DecisionType, make())));

type Made = ReturnType<NonNullable<(typeof ENGINE_STATES)[DecisionType]>>;

const figureOf = (type: Existing, { state, requirements = {} }: Made): Figure => {
  const text = JSON.stringify(state);
  const rounds = Array.from({ length: WARM_UP + ROUNDS }, () => {
    const raw = JSON.parse(text) as Made['state'];
    const before = process.cpuUsage();
    const { decision } = runEngineOn({ type, raw, requirements, frozen: false });
    const { user, system } = process.cpuUsage(before);
    return { ms: (user + system) / 1_000, said: `${decision.verdict}, ${decision.recommendations.length} recommended, ${decision.held.length} held` };
  }).slice(WARM_UP);
  const note = `project and decide, median of ${ROUNDS}; ${rounds.at(-1)?.said ?? ''}`;
  return { name: `${type} on 10,000 objects (${(text.length / 1e6).toFixed(1)} MB)`, value: median(rounds.map(({ ms }) => ms)), unit: 'ms CPU', bar: { at: 'most', value: 300 }, note };
};
