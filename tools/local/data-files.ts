import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** One file of price facts and what pricing's import calls it. */
export interface DataFile {
  readonly kind: string;
  readonly file: string;
}

/** In the order of import: types first, so that prices find them. */
const KINDS: readonly (readonly [string, string, RegExp])[] = [
  ['catalogue', 'ec2', /^ec2_catalogue.*\.csv$/],
  ['offerings', 'ec2', /^offerings_az_.*\.json$/],
  ['on-demand', 'ec2', /^ondemand_.*\.csv$/],
  ['spot-advisor', 'spot_advisor', /^spot-advisor-data.*\.json$/],
  ['spot-prices', 'spot_prices', /\.(csv|tsv)(\.zst|\.gz)?$/],
];

/** @throws Error when the folder holds none of them */
export const dataFiles = (folder: string): readonly DataFile[] => {
  const found = KINDS.flatMap(([kind, below, pattern]) => {
    const directory = path.join(folder, below);
    const names = existsSync(directory) ? readdirSync(directory).filter((name) => pattern.test(name)) : [];
    return names.sort().map((name) => ({ kind, file: path.join(directory, name) }));
  });
  if (found.length === 0) throw new Error(`${folder} holds no file of prices: looked for ${KINDS.map(([kind, below]) => `${below}/ (${kind})`).join(', ')}`);
  return found;
};
