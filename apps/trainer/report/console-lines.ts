import type { Written } from '../output/write-model';
import type { Outcome } from '../train-model';
import { countsText, metricRows, SAMPLE_WARNING, targetText, verdictText } from './report-facts';
import { safetyLines } from './safety-lines';

/** More unsafe pools than this stand in the report only. */
const MOST_LINES = 45;

/** What is printed in the end. */
export const consoleLines = (outcome: Outcome, written: Written, quiet: boolean): readonly string[] => {
  if (quiet) return [written.folder];
  const { examples, parity, verdict, safety } = outcome;
  const table = metricRows({ outcome }).map(([name = '', ...values]) => `  ${name.padEnd(18)}${values.map((value) => value.padStart(14)).join('')}`);
  const judged = safety === null ? [] : safetyLines(safety);
  return [
    '',
    ...(examples.isSample ? [SAMPLE_WARNING] : []),
    ...examples.notes,
    countsText(outcome),
    '',
    `  ${'held out'.padEnd(18)}${['model', 'naive rule', ...(verdict.limit === undefined ? [] : ['best possible'])].map((name) => name.padStart(14)).join('')}`,
    ...table,
    '',
    verdictText({ outcome }),
    ...verdict.targets.map(targetText),
    `onnxruntime and trainer differ by ${parity.toExponential(1)} at most`,
    ...(judged.length === 0 ? [] : ['', ...judged.slice(0, MOST_LINES), ...(judged.length > MOST_LINES ? [`... and ${String(judged.length - MOST_LINES)} more in report.md`] : [])]),
    '',
    `Written to ${written.folder}: model.onnx (${written.size_bytes.toLocaleString('en-US')} bytes), metadata.json, feature_importance.csv, report.md, report.html`,
    'Upload it with:',
    `  curl -H "X-API-Key: $KEY" -F model_name=${written.name} -F model_version=${written.version} -F model_type=${written.model_type} \\`,
    `    -F trained_until_date=${written.trained_until} -F 'metadata=<${written.metadata}' -F 'file=@${written.model}' "$URL/api/v1/ml/models/upload"`,
  ];
};
