import { MINUTE_MS } from '@ml/units/time';
import { learningArguments, type LearningArguments } from './learning-arguments';
import { learningTable } from './report/learning-table';
import { movesTable } from './report/moves-table';
import { summaryOf, type WorldSummary } from './report/summary';
import { simulateWorld } from './simulate-world';
import type { WorldName } from './world/true-world';

const TITLES: Readonly<Record<WorldName, string>> = {
  helpful: 'the advisor saw the rates of types; pools differ around it',
  'wrong-prior': 'the same rates, and an advisor that says the opposite',
  'no-signal': "every pool is exactly what the advisor's class stands for: there is nothing to learn",
};

export interface LearningOutput {
  readonly out: (text: string) => void;
  readonly progress: (text: string) => void;
}

/** @throws Error for arguments that cannot be taken */
export const runLearning = (args: readonly string[], { out, progress }: LearningOutput): void => {
  const asked = learningArguments(args);
  const summaries = asked.worlds.map((name) => simulatedSummary(name, asked, progress));
  if (asked.json) out(`${JSON.stringify({ customers: asked.customers, worlds: summaries })}\n`);
  else for (const summary of summaries) out(worldText(summary, asked));
};

const simulatedSummary = (name: WorldName, { customers, checkpoints, seed, seeds, moveMinutes, perMinute }: LearningArguments, progress: (text: string) => void): WorldSummary => {
  const moving = { takesMs: moveMinutes * MINUTE_MS, perMinute };
  const worlds = Array.from({ length: seeds }, (_, at) => {
    progress(`${name}: world ${at + 1} of ${seeds}`);
    return simulateWorld(name, seed + at, { customers, checkpoints, moving });
  });
  return summaryOf(name, worlds);
};

const worldText = (summary: WorldSummary, { customers, moveMinutes }: LearningArguments): string => {
  const { name, seeds, concentrations } = summary;
  const months = Math.round(concentrations[0]?.moves.nodeMonths ?? 0).toLocaleString('en-US');
  return [
    '',
    `${name}: ${TITLES[name]}`,
    `${customers} customers, ${seeds.length} worlds; each judged by the three months after`,
    learningTable(summary),
    `Nodes moved out of confirmed pools within ${moveMinutes} minutes, in ${months} node-months`,
    movesTable(summary),
    '',
  ].join('\n');
};
