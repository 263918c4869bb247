import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { quoted, readEnvFile } from './env-file';

it('reads back what it has written, and so does a shell', () => {
  const value = `it's "$HOME" & \\more`;
  const dir = mkdtempSync(path.join(tmpdir(), 'env-'));
  mkdirSync(path.join(dir, 'env'));
  writeFileSync(path.join(dir, 'env', 'pricing.env'), `ODD=${quoted(value)}\nPLAIN=${quoted('1')}\n`);
  expect(readEnvFile(dir, 'pricing')).toEqual({ ODD: value, PLAIN: '1' });
  const shell = execFileSync('sh', ['-c', `. '${path.join(dir, 'env', 'pricing.env')}'; printf %s "$ODD"`], { encoding: 'utf8' });
  expect(shell).toBe(value);
  rmSync(dir, { recursive: true });
});
