import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { superfluous, trimFolder } from './trim-folder';

const NOW = 1_000_000_000;
const file = (name: string, bytes: number, minutesAgo: number) => ({ name, bytes, usedMs: NOW - minutesAgo * 60_000 });
const gone = (files: readonly ReturnType<typeof file>[], trim: { pinned?: readonly string[]; spare: number; bytes: number }): readonly string[] =>
  superfluous(files, { ...trim, pinned: new Set(trim.pinned ?? []) }, NOW).map(({ name }) => name);

describe('files of models', () => {
  const files = [file('old', 40, 30), file('older', 40, 40), file('oldest', 40, 50)];

  it('stay while there is room', () => {
    expect(gone(files, { spare: 3, bytes: 120 })).toEqual([]);
  });

  it('go when there are too many, the longest unused first', () => {
    expect(gone(files, { spare: 1, bytes: 1_000 })).toEqual(['oldest', 'older']);
  });

  it('go when they are too large together', () => {
    expect(gone(files, { spare: 9, bytes: 90 })).toEqual(['oldest']);
  });

  it('stay when they are in use, whatever that takes, and make no room for others', () => {
    expect(gone(files, { pinned: ['oldest'], spare: 0, bytes: 0 })).toEqual(['older', 'old']);
    expect(gone(files, { pinned: ['oldest'], spare: 9, bytes: 80 })).toEqual(['older']);
  });

  it('stay for a minute after their last use', () => {
    expect(gone([file('just-now', 40, 0.5), ...files], { spare: 0, bytes: 0 })).toEqual(['oldest', 'older', 'old']);
  });
});

describe('the folder of models', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'trim-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, minutesAgo: number): void => {
    writeFileSync(path.join(folder, name), 'x');
    const used = new Date(Date.now() - minutesAgo * 60_000);
    utimesSync(path.join(folder, name), used, used);
  };

  it('loses what was left half written, keeps what is being written, and what is not ours', async () => {
    const hash = 'a'.repeat(64);
    write(`${hash}.onnx.1.partial`, 30);
    write(`${hash}.onnx.2.partial`, 1);
    write(`${hash}.onnx`, 30);
    write('somebody-elses.onnx', 30);
    await trimFolder(folder, { pinned: new Set(), spare: 0, bytes: 0 });
    expect(readdirSync(folder).sort()).toEqual([`${hash}.onnx.2.partial`, 'somebody-elses.onnx']);
  });

  it('need not be there', async () => {
    await expect(trimFolder(path.join(folder, 'nowhere'), { pinned: new Set(), spare: 0, bytes: 0 })).resolves.toBeUndefined();
  });
});
