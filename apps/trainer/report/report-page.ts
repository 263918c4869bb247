import { barsSvg } from './bars-svg';
import { escaped } from './escaped';
import { pointsSvg } from './points-svg';
import { countsText, metricRows, SAMPLE_WARNING, targetText, verdictText, type ReportFacts } from './report-facts';
import { safetyLines } from './safety-lines';

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #d0d7de; --mark: #0969da; --bad: #cf222e; --good: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #30363d; --mark: #58a6ff; --bad: #ff7b72; --good: #56d364; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { padding: 0.2rem 0.8rem; border-bottom: 1px solid var(--soft); text-align: right; } td:first-child, th:first-child { text-align: left; }
svg text { fill: var(--ink); font: 11px system-ui, sans-serif; } .axis { stroke: var(--soft); } .mark { fill: var(--mark); stroke: var(--mark); } .guide { stroke: var(--soft); stroke-dasharray: 4 3; }
pre { white-space: pre-wrap; border: 1px solid var(--soft); padding: 0.8rem; } .good { color: var(--good); } .bad { color: var(--bad); }`;

/** `report.html`: one file, nothing is loaded from anywhere. */
export const reportPage = (facts: ReportFacts): string => {
  const { outcome, metadata, importance } = facts;
  const { examples, verdict, safety, parity } = outcome;
  const head = ['metric', 'model', 'naive rule', ...(verdict.limit === undefined ? [] : ['best possible'])];
  const row = (cells: readonly string[], tag: 'td' | 'th'): string => `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(metadata.model_type)}</title><style>${STYLE}</style></head>
<body>
<h1>${escaped(metadata.model_type)}</h1>
<p>Says: ${escaped(metadata.target)}. Trained on data until ${metadata.trained_until}.</p>
<p class="${verdict.baseline.beaten ? 'good' : 'bad'}"><strong>${escaped(verdictText(facts))}</strong></p>
${examples.isSample ? `<p class="bad"><strong>${SAMPLE_WARNING}</strong></p>\n` : ''}<ul>${[...examples.notes, countsText(outcome)].map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>
<h2>Held out of training</h2>
<table>${row(head, 'th')}${metricRows(facts).map((cells) => row(cells, 'td')).join('')}</table>
<ul>${verdict.targets.map((target) => `<li class="${target.met ? 'good' : 'bad'}">${escaped(targetText(target))}</li>`).join('')}
<li>onnxruntime and trainer differ by ${parity.toExponential(2)} at most</li></ul>
${verdict.pictures.map((points) => `<h3>${escaped(points.title)}</h3>${pointsSvg(points)}`).join('\n')}
<h2>Importance</h2>
${barsSvg(importance)}
${safety === null ? '' : `<h2>Safety</h2><pre>${escaped(safetyLines(safety).join('\n'))}</pre>`}
</body></html>
`;
};
