/** An account, and the role in it that may read its costs. */
export interface CostRole {
  readonly accountId: string;
  readonly role: string;
}

/** A name of a role may hold a comma. */
const BETWEEN = /,(?=\s*\d{12}\s*=)/;
const ITEM = /^(\d{12})\s*=\s*(arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{0,511}[\w+=.@-])$/;

/** `111122223333=arn:aws:iam::111122223333:role/cost-reader,...`; undefined: an item is not so, or an account is there twice. */
export const readRoles = (text: string): readonly CostRole[] | undefined => {
  const roles = text.split(BETWEEN).map((item): CostRole | undefined => {
    const [, accountId, role] = ITEM.exec(item.trim()) ?? [];
    return accountId === undefined || role === undefined ? undefined : { accountId, role };
  });
  const known = roles.filter((role) => role !== undefined);
  return known.length === roles.length && new Set(known.map(({ accountId }) => accountId)).size === known.length ? known : undefined;
};
