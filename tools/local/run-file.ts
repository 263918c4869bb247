import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What others need to use the fleet of this checkout: written when it is ready, removed when it stops. */
export interface RunFile {
  readonly gateway_url: string;
  /** Whole keys: the file is readable by its owner only. */
  readonly api_keys: { readonly platform: string; readonly admin: string };
  readonly docs_url: string;
  readonly started_at: string;
  readonly runner_pid: number;
  /** `emulator` or `account`. */
  readonly aws: string;
  readonly aws_emulator_url?: string;
  readonly database_url: string;
  readonly nats_url: string;
  readonly redis_url: string;
  readonly services: readonly { readonly name: string; readonly pid: number | null; readonly ready_url: string }[];
}

const fileOf = (dir: string): string => path.join(dir, 'run.json');

export const writeRunFile = (dir: string, run: RunFile): void => writeFileSync(fileOf(dir), `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });

export const removeRunFile = (dir: string): void => rmSync(fileOf(dir), { force: true });

export const readRunFile = (dir: string): RunFile | undefined => {
  try {
    return JSON.parse(readFileSync(fileOf(dir), 'utf8')) as RunFile;
  } catch {
    return undefined;
  }
};
