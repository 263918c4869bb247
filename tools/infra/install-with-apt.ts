import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** Asked by Debian's maintainer scripts before they start a service; 101 = forbidden. */
const POLICY = '/usr/sbin/policy-rc.d';
const FORBID = '#!/bin/sh\nexit 101\n';
const INSTALL_TIMEOUT_MS = 300_000;

const apt = (...args: readonly string[]): void => {
  execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INSTALL_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
};

const withoutStartingServices = (install: () => void): void => {
  if (existsSync(POLICY)) return install();
  writeFileSync(POLICY, FORBID, { mode: 0o755 });
  try {
    install();
  } finally {
    rmSync(POLICY, { force: true });
  }
};

/** Where systemd rules, a package enables its service for the next boot: ours are started by us alone. */
const disableServices = (packages: readonly string[]): void => {
  if (!existsSync('/run/systemd/system')) return;
  for (const service of packages) execFileSync('systemctl', ['disable', '--quiet', service], { stdio: 'ignore' });
};

/** As root on Debian: the programs only, none of the distribution's services. */
export const installWithApt = (packages: readonly string[]): void => {
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  withoutStartingServices(() => {
    try {
      install();
    } catch {
      // Fresh images come without package lists.
      apt('update');
      install();
    }
  });
  disableServices(packages);
};
