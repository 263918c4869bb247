/** However the id is written, with the zone or without, by EKS or k3s: a node that is not recognised would leave its machine outside the cluster. */
export const machineIdOf = (providerId: string | null): string | null => /(?:^|\/)(i-[0-9a-z]+)$/.exec(providerId ?? '')?.[1] ?? null;

/** Of a cloud or a data centre that is not EC2, or of Fargate, whose machines are in no account's list. Distributions that say the host name alone run on EC2, too. */
const ELSEWHERE = /^(?!(?:aws|k0s|k3s|rke2|microk8s|kind):)[a-z][a-z0-9+.-]*:\/\/|\/fargate-/;

/** Whether the node stands on a machine that it does not name: any could be it. */
export const hidesMachine = (providerId: string | null): boolean => machineIdOf(providerId) === null && !ELSEWHERE.test(providerId ?? '');
