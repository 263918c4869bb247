import { AppError } from '@ml/contracts/app-error';
import type { EngineFinding } from '@ml/contracts/custom-engines';

/** Of the file that was uploaded, as the interpreter names it. */
const LINE = /engine\.js:(\d+)/;

export const lineIn = (text: string): number | null => {
  const line = LINE.exec(text)?.[1];
  return line === undefined ? null : Number(line);
};

/** Every finding at once; the first one is what the message says. */
export const badEngine = (findings: readonly [EngineFinding, ...EngineFinding[]]): AppError => {
  const [{ code, text, line }, ...others] = findings;
  const place = line === null ? '' : `line ${line}: `;
  const more = others.length === 0 ? '' : `; and ${others.length} more in details.findings`;
  return new AppError('BAD_ENGINE', `${place}${text}${more}`, { path: 'file', details: { reason: code, findings } });
};
