import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, inject, it, vi } from 'vitest';
import { builtServices } from './built-services';
import { realServers } from './real';

const servers = await realServers();

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('a service does not outlive the process that started it, even if that is killed', async () => {
  builtServices();
  const root = inject('servers').root;
  const script = `import { spawnBundle } from ${JSON.stringify(path.join(root, 'libs/testing/spawn-bundle.ts'))};
    const child = spawnBundle('feedback', ${JSON.stringify(servers.envOf('feedback'))});
    child.stdout.on('data', (text) => String(text).includes('"msg":"ready"') && console.log(child.pid));`;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const pid = Number(line);
  expect(isThere(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isThere(pid)).toBe(false), { timeout: 20_000 });
});
