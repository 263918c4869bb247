/** `i-0abc` of `aws:///us-east-1a/i-0abc`; null for Fargate, other clouds and anything malformed. */
export const instanceIdOf = (providerId: string | null): string | null => /^aws:\/\/\/[^/]*\/(i-[0-9a-z]+)$/.exec(providerId ?? '')?.[1] ?? null;

/** `us-east-1a` of `aws:///us-east-1a/i-0abc`, also for Fargate. */
export const zoneOf = (providerId: string | null): string | null => /^aws:\/\/\/([a-z][a-z0-9-]*[0-9][a-z])\/./.exec(providerId ?? '')?.[1] ?? null;

/** `vol-0abc` of a CSI handle, of the in-tree `aws://us-east-1a/vol-0abc` (also with three slashes), or of an ARN; null for what is no EBS volume. */
export const volumeIdOf = (handle: string | null): string | null => /^(?:aws:\/\/\/?[^/]*\/|arn:[^/]*:volume\/)?(vol-[0-9a-z]+)$/.exec(handle ?? '')?.[1] ?? null;
