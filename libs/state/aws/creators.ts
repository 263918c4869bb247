import type { Read } from '../read';
import { optional } from '../shapes';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { filled } from './api-values';

/** As the events of CloudTrail name who called. */
const identity = apiObject({ Arn: filled, UserName: filled, PrincipalId: filled });

const readCreator: Read<string | null> = (value) => {
  if (typeof value === 'string') return filled(value);
  const { Arn, UserName, PrincipalId } = identity(value);
  return Arn ?? UserName ?? PrincipalId;
};

export interface Creations {
  readonly answers: readonly string[];
  /** Keys of the identity: the first that is filled counts. */
  readonly ids: readonly string[];
}

interface Creation {
  readonly id: string;
  readonly creator: string | null;
}

/** Who made each object of a list, by its identity. No list of the API says so: a caller who looked it up adds `CreatedBy`, a text or the `userIdentity` of the event. */
export const readCreators = ({ answers, ids }: Creations): Read<ReadonlyMap<string, string>> => {
  const read = apiObject({ ...Object.fromEntries(ids.map((key) => [key, filled])), CreatedBy: optional(readCreator), UserIdentity: optional(readCreator) });
  const list = apiList<Creation>({
    answers,
    identityKey: ids[0] ?? '',
    identityOf: ({ id }) => id,
    read: (value) => {
      const given = read(value) as Readonly<Record<string, string | null>>;
      return { id: ids.map((key) => given[key]).find((id) => id !== null && id !== undefined) ?? '', creator: given['CreatedBy'] ?? given['UserIdentity'] ?? null };
    },
  });
  return (value) => new Map(list(value).flatMap(({ id, creator }) => (creator === null ? [] : [[id, creator] as const])));
};
