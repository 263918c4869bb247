import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Report } from './report';

/** In a process of its own: the bundler's memory is not kept for as long as the fleet runs. */
export const buildServices = (root: string, report: Report): void => {
  const done = report.step('bundles');
  const said = execFileSync(process.execPath, [path.join(root, 'tools/build.mjs'), 'services'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  done(said.split('\n')[0] ?? '');
};
