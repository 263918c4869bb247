import { HOSTNAME, type Host } from './nodes';

/** Where each node stands by one label: nodes with the same value share a domain. */
export interface DomainsOf {
  readonly key: string;
  /** By node; NOWHERE where the label is missing, ANYWHERE where nobody knows it yet. */
  readonly of: number[];
  readonly add: (host: Host) => void;
}

export const NOWHERE = -1;
/** Of a node that is to be launched: it may come to stand in any domain, or in none. */
export const ANYWHERE = -2;

export const domainsOf = (key: string, hosts: readonly Host[]): DomainsOf => {
  const values = new Map<string, number>();
  const of: number[] = [];
  const add = ({ name, labels, unsure }: Host): void => {
    // A node whose hostname label is that of another is still another node.
    const value = key === HOSTNAME ? name : Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value === undefined) {
      of.push(unsure.has(key) ? ANYWHERE : NOWHERE);
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
