import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writePieces } from '@ml/platform/blobs/write-pieces';
import { untilAborted } from './until-aborted';

it('leaves no half file to whoever is interrupted', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ml-until-aborted-'));
  const controller = new AbortController();
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    await expect.poll(() => readdirSync(folder)).toHaveLength(1);
    controller.abort(new Error('interrupted'));
    yield Buffer.from('the rest');
  };
  await expect(writePieces(untilAborted(pieces(), controller.signal), path.join(folder, 'file'))).rejects.toThrow('interrupted');
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
