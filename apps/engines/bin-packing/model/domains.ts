import { HOSTNAME, type Host } from './nodes';

/** Where each node stands by one label: nodes with the same value share a domain. */
export interface DomainsOf {
  readonly key: string;
  /** By node; -1 where the label is missing. */
  readonly of: number[];
  readonly add: (host: Host) => void;
}

export const NOWHERE = -1;

export const domainsOf = (key: string, hosts: readonly Host[]): DomainsOf => {
  const values = new Map<string, number>();
  const of: number[] = [];
  const add = ({ name, labels }: Host): void => {
    // A node whose hostname label is that of another is still another node.
    const value = key === HOSTNAME ? name : Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value === undefined) {
      of.push(NOWHERE);
      return;
    }
    const domain = values.get(value) ?? values.size;
    values.set(value, domain);
    of.push(domain);
  };
  hosts.forEach(add);
  return { key, of, add };
};

/** Where a node counts for a rule. */
export const domainOn = ({ domains }: { readonly domains: DomainsOf }, node: number): number => domains.of[node] ?? NOWHERE;
