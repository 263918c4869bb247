import { readdirSync, readFileSync } from 'node:fs';

const KIB_A_MIB = 1_024;

const statusOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  } catch {
    return undefined;
  }
};

const figure = (status: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);

/** MiB that a process and its children hold, and how many children there are. Linux only. */
export const treeMemory = (parent: number): { readonly mebibytes: number; readonly children: number } => {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const children = all.map(statusOf).filter((status): status is string => status !== undefined && figure(status, 'PPid') === parent);
  const own = statusOf(parent) ?? '';
  return { mebibytes: [own, ...children].reduce((sum, status) => sum + figure(status, 'VmRSS'), 0) / KIB_A_MIB, children: children.length };
};
