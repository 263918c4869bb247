import { AppError } from '@ml/contracts/app-error';
import type { EngineFinding } from '@ml/contracts/custom-engines';

/** Of the file that was uploaded, as the interpreter names it. */
const LINE = /engine\.js:(\d+)/;

export const lineIn = (text: string): number | null => {
  const line = LINE.exec(text)?.[1];
  return line === undefined ? null : Number(line);
};

/** A file of nothing but faults has a hundred thousand of them, and a name may be as long as the file. */
const MOST = 50;
const LONGEST_TEXT = 500;

const cut = (finding: EngineFinding): EngineFinding => ({ ...finding, text: finding.text.slice(0, LONGEST_TEXT) });

/** The first findings at once; the very first one is what the message says. */
export const badEngine = (found: readonly [EngineFinding, ...EngineFinding[]]): AppError => {
  const [first, ...others] = found;
  const findings = [cut(first), ...others.slice(0, MOST - 1).map(cut)] as const;
  const [{ code, text, line }] = findings;
  const place = line === null ? '' : `line ${line}: `;
  const more = others.length === 0 ? '' : `; and ${others.length} more in details.findings`;
  return new AppError('BAD_ENGINE', `${place}${text}${more}`, { path: 'file', details: { reason: code, findings } });
};
