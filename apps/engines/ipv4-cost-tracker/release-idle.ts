import type { Held, Reason } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import { usdPerHour } from '@ml/units/brand';
import { perMonth } from '@ml/units/money';
import { nameOf, type PublicAddress } from './public-address';
import { addressTarget, handsOff, heldOn, unpriced, type Findings, type Remedy, type Situation } from './situation';

const TAG_SECONDS = 5;
const RELEASE_SECONDS = 10;

/** Elastic IP addresses that nothing uses: tagged first, so that somebody can object, then released. */
export const releaseIdle = (situation: Situation): Findings => {
  const remedies: Remedy[] = [];
  const held: Held[] = [];
  for (const address of situation.inventory) {
    if (address.ownerKind !== 'idle') continue;
    const reason = reasonToKeep(address, situation);
    if (reason === null) remedies.push(release(address, situation.rates?.public_ipv4_hour ?? 0));
    else held.push(heldOn(addressTarget(address), reason.code, reason.text));
  }
  return { remedies, held };
};

const reasonToKeep = (address: PublicAddress, { excluded, rates }: Situation): Reason | null => {
  const off = handsOff([address.publicIp, address.allocationId], address.optOut, excluded);
  if (off !== null) return off;
  if (address.ownPool) return { code: 'NOT_CHARGED', text: `${nameOf(address)} is of an address pool of your own, which is not charged by the address` };
  if (address.serviceManaged !== null) return { code: 'SERVICE_MANAGED', text: `${nameOf(address)} belongs to the service ${address.serviceManaged}, which releases it by itself` };
  if (address.allocationId === null) return { code: 'NO_ALLOCATION_ID', text: `${nameOf(address)} has no allocation id by which it could be released` };
  return unpriced(rates, ({ public_ipv4_hour: hour }) => [hour], 'a public IPv4 address');
};

const release = (address: PublicAddress, hourly: number): Remedy => ({
  action: 'release_address',
  target: addressTarget(address),
  saving: perMonth(usdPerHour(hourly)),
  risk: 'medium',
  reasons: [
    { code: 'IDLE_ADDRESS', text: `nothing is associated with ${nameOf(address)}, and an idle address costs as much as a used one: ${hourly} USD an hour` },
    { code: 'ADDRESS_IS_LOST', text: 'a released address rarely comes back: look for it in DNS records and in the allow lists of partners first' },
  ],
  addresses: [address],
  remedy: 'release',
  steps: stepsOf(address),
  preconditions: [{ code: 'ADDRESS_STILL_IDLE', target: addressTarget(address) }],
});

const stepsOf = (address: PublicAddress): readonly StepDraft[] => {
  const target = addressTarget(address);
  const name = nameOf(address);
  const details = { allocation_id: address.allocationId };
  return [
    { key: `tag ${name}`, after: [], phase: 'tag', action: 'create_tags', target, seconds: TAG_SECONDS, rollback: 'delete_tags', destructive: false, details: { ...details, tag: 'cloudoptim:release-candidate' } },
    { key: `release ${name}`, after: [`tag ${name}`], phase: 'release', action: 'release_address', target, seconds: RELEASE_SECONDS, rollback: null, destructive: true, details },
  ];
};
