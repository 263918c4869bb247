import type { CollectionFault } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import { anonymiseResource } from '../anonymise/anonymise-resource';
import type { AnonymiseContext } from '../anonymise/anonymise-context';
import { wasteFeatures, type WasteFeatures } from '../features/waste-features';
import { isObject } from '../prices/is-object';

/** A resource by what a model may see of it. */
export interface PostedResource {
  /** As it was posted; null when it has none. */
  readonly resource_id: string | null;
  /** Null: it cannot be read. */
  readonly features: WasteFeatures | null;
  readonly reason: Reason | null;
}

export interface PostedResources {
  readonly resources: readonly PostedResource[];
  readonly faults: readonly CollectionFault[];
}

export interface PostedContext extends Pick<AnonymiseContext, 'vocabulary'> {
  readonly provider: AnonymiseContext['header']['provider'];
  /** Milliseconds since the epoch. */
  readonly observedAt: number;
  /** Place of the first resource among all that were posted. */
  readonly first: number;
}

const MOST_ID = 2_048;

/** Resources as in a scan, by the same features as those that are collected and learned from: through the same anonymisation. Nothing of them is hashed, as nothing is kept. */
export const readPostedResources = (posted: readonly unknown[], { provider, observedAt, first, vocabulary }: PostedContext): PostedResources => {
  const context: AnonymiseContext = { header: { account_hash: '', scan_hash: '', provider }, completedAt: observedAt, hash: () => '', vocabulary, fullSeries: false };
  const faults: CollectionFault[] = [];
  const resources = posted.map((resource, at): PostedResource => {
    const anonymised = anonymiseResource(resource, `resources[${first + at}]`, context);
    faults.push(...anonymised.faults);
    const resource_id = idOf(resource);
    if (anonymised.row === null) return { resource_id, features: null, reason: reasonOf(anonymised.faults.at(-1)) };
    return { resource_id, features: wasteFeatures({ ...anonymised.row }), reason: null };
  });
  return { resources, faults };
};

const idOf = (resource: unknown): string | null => {
  const id = isObject(resource) ? resource['resource_id'] : null;
  return typeof id === 'string' && id.length <= MOST_ID ? id : null;
};

const reasonOf = (fault: CollectionFault | undefined): Reason => ({ code: fault?.code ?? 'NOT_A_RESOURCE', text: fault?.text ?? 'it cannot be read' });
