import { readFileSync } from 'node:fs';
import path from 'node:path';

const LINE = /^([A-Z_a-z][\w]*)='(.*)'$/;
const QUOTE = String.raw`'\''`;

/** A value as a POSIX shell reads it back. */
export const quoted = (value: string): string => `'${value.replaceAll("'", QUOTE)}'`;

/** What `.local/env/<service>.env` holds. */
export const readEnvFile = (dir: string, service: string): Readonly<Record<string, string>> => {
  const lines = readFileSync(path.join(dir, 'env', `${service}.env`), 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = LINE.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.replaceAll(QUOTE, "'")]];
    }),
  );
};
