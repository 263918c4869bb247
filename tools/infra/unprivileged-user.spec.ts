import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canReach, unprivilegedUser } from './unprivileged-user';

describe('the user that PostgreSQL runs as', () => {
  it('is postgres where that account exists', () => {
    expect(unprivilegedUser('root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n')).toEqual({ uid: 101, gid: 104 });
  });

  it('is nobody on a bare machine', () => {
    expect(unprivilegedUser('root:x:0:0:root:/root:/bin/bash\n')).toEqual({ uid: 65_534, gid: 65_534 });
  });

  it('cannot reach a directory behind a closed one', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'closed-'));
    const inner = path.join(directory, 'checkout');
    mkdirSync(inner, { mode: 0o755 });
    const stranger = { uid: 65_534, gid: 65_534 };
    chmodSync(directory, 0o700);
    expect(canReach(inner, stranger)).toBe(false);
    chmodSync(directory, 0o755);
    expect(canReach(inner, stranger)).toBe(true);
    rmSync(directory, { recursive: true });
  });
});
