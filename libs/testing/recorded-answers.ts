import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve('../shared/data/aws_api/recorded');

interface Recorded {
  readonly status_code?: number;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Real answers of one call of the AWS API, by file; refusals are left out. Empty where the data are not at hand. */
export const recordedAnswers = (call: string): readonly (readonly [file: string, answer: Readonly<Record<string, unknown>>])[] =>
  (existsSync(FOLDER) ? (readdirSync(FOLDER, { recursive: true }) as string[]) : [])
    .filter((file) => file.includes(`.${call}_`))
    .sort()
    .flatMap((file) => {
      const { status_code: status = 200, data = {} } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Recorded;
      return status === 200 ? [[file, data] as const] : [];
    });
