import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** Never shared with the checkout: what a start writes. */
const OWN = new Set(['.local', 'dist', '.git', '.nx']);

export interface FreshCheckout {
  readonly root: string;
  remove(): void;
}

/** The checkout as it is after `npm ci`: no bundle, no data, no fleet. */
export const freshCheckout = (): FreshCheckout => {
  const here = process.cwd();
  mkdirSync(path.join(here, '.local'), { recursive: true });
  const root = mkdtempSync(path.join(here, '.local', 'bench-'));
  for (const name of readdirSync(here)) {
    if (!OWN.has(name)) symlinkSync(path.join(here, name), path.join(root, name));
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
};
