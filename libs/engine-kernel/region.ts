import type { DecisionEnvelope } from '@ml/contracts/decision';

/** `us-east-1` of `us-east-1a`, of `us-east-1-bos-1a` and of `us-gov-west-1b`. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+/;

export const regionOfZone = (zone: string | null | undefined): string | undefined => REGION.exec(zone ?? '')?.[0];

/** The region asked for, else that of the first zone or region that says one; the order of `places` must not depend on that of the caller's lists. */
export const regionFrom = ({ requirements }: DecisionEnvelope, places: Iterable<string | null | undefined>): string | undefined => {
  const { region: asked } = requirements;
  if (typeof asked === 'string' && asked !== '') return asked;
  for (const place of places) {
    const region = regionOfZone(place);
    if (region !== undefined) return region;
  }
  return undefined;
};
