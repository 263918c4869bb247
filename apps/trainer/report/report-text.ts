import { countsText, metricRows, SAMPLE_WARNING, shown, targetText, verdictText, type ReportFacts } from './report-facts';
import { safetyLines } from './safety-lines';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

/** `report.md`. */
export const reportText = (facts: ReportFacts): string => {
  const { outcome, metadata, importance } = facts;
  const { examples, verdict, parity, safety, hyperparameters } = outcome;
  const settings = { ...hyperparameters, seed: metadata.training.seed };
  const lines = [
    `# ${metadata.model_type}`,
    '',
    `Says: ${metadata.target}. Trained on data until ${metadata.trained_until}.`,
    '',
    `**${verdictText(facts)}**`,
    '',
    ...(examples.isSample ? [`**${SAMPLE_WARNING}**`, ''] : []),
    '## Data',
    '',
    ...examples.notes.map((note) => `- ${note}`),
    `- ${countsText(outcome)}`,
    '',
    '## Held out of training',
    '',
    ...table(['metric', 'model', 'naive rule', ...(verdict.limit === undefined ? [] : ['best possible'])], metricRows(facts)),
    '',
    `Naive rule: ${verdict.baseline.name}.`,
    '',
    ...verdict.targets.map((target) => `- ${targetText(target)}`),
    `- onnxruntime and trainer differ by ${parity.toExponential(2)} at most (1e-5 is allowed)`,
    '',
    '## Importance',
    '',
    ...table(['feature', 'share'], importance.map(({ feature, share }) => [feature, shown(share)])),
    '',
    ...(safety === null ? [] : ['## Safety', '', '```', ...safetyLines(safety), '```', '']),
    '## Settings',
    '',
    ...table(['setting', 'value'], Object.entries(settings).map(([name, value]) => [name, String(value)])),
    '',
  ];
  return lines.join('\n');
};
