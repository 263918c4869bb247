export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** null for services without regions. */
  readonly region: string | null;
  readonly account: string | null;
  /** All after the account, as in `loadbalancer/app/web/50dc6c495c0c9188`. */
  readonly resource: string;
}

const ARN = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/;

/** The pieces of an Amazon resource name; null for any other text. */
export const arnOf = (text: string | null): Arn | null => {
  const [, partition, service, region, account, resource] = ARN.exec(text ?? '') ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return null;
  return { partition, service, region: region === '' ? null : (region ?? null), account: account === '' ? null : (account ?? null), resource };
};
