import { ACCESS, type Access } from '@ml/contracts/access';
import { DURABLES, serverName, type Durable } from '@ml/contracts/durables';
import { STREAMS } from '@ml/contracts/streams';
import { isReport, type Fact, type Owner } from '@ml/contracts/wire';
import { BLOB_KINDS, type BlobKind } from '@ml/platform/blobs/buckets';
import { answerInboxes } from '@ml/platform/bus/answer-inbox';
import { mayWrite } from './blob-rights';

/** What one NATS user may do; everything that is not allowed is denied. */
export interface UserPermissions {
  readonly publish: readonly string[];
  /** Wins over `publish`. */
  readonly denyPublish: readonly string[];
  readonly subscribe: readonly string[];
  /** Whether it may answer where a question asks for the answer. */
  readonly answers: boolean;
}

const API = '$JS.API';

const filterOf = (fact: Fact<never>): string => (fact.keyed ? `${fact.subject}.*` : fact.subject);

const durablesOf = (owner: Owner): readonly Durable[] => DURABLES.filter((durable) => durable.owner === owner);

const consumeDurable = (durable: Durable): readonly string[] => {
  const place = `${durable.fact.stream}.${serverName(durable)}`;
  return [
    `${API}.CONSUMER.CREATE.${place}.${filterOf(durable.fact)}`,
    `${API}.CONSUMER.INFO.${place}`,
    `${API}.CONSUMER.MSG.NEXT.${place}`,
    `$JS.ACK.${place}.>`,
  ];
};

/** An ephemeral consumer has a name that the client makes up; the filter in the subject is what binds it to one fact. */
const watchFact = (fact: Fact<never>): readonly string[] => [
  `${API}.STREAM.INFO.${fact.stream}`,
  `${API}.CONSUMER.CREATE.${fact.stream}.*.${filterOf(fact)}`,
  `${API}.CONSUMER.INFO.${fact.stream}.*`,
  `${API}.CONSUMER.MSG.NEXT.${fact.stream}.*`,
  `${API}.CONSUMER.DELETE.${fact.stream}.*`,
];

/** The made-up names would otherwise reach other services' durable consumers on the same stream. */
const othersDurables = (owner: Owner, access: Access): readonly string[] => {
  const watched = new Set(access.watches.map((fact) => fact.stream));
  return DURABLES.filter((durable) => durable.owner !== owner && watched.has(durable.fact.stream)).flatMap((durable) => {
    const place = `${durable.fact.stream}.${serverName(durable)}`;
    return ['INFO', 'MSG.NEXT', 'DELETE', 'CREATE'].map((verb) => `${API}.CONSUMER.${verb}.${place}${verb === 'CREATE' ? '.>' : ''}`);
  });
};

const readDeadLetters = (access: Access): readonly string[] => {
  if (!access.readsDeadLetters) return [];
  // A dead letter is sent through again under its own subject.
  const replays = DURABLES.map(({ fact }) => filterOf(fact));
  return [...replays, ...STREAMS.flatMap(({ name }) => [`${API}.STREAM.INFO.${name}`, `${API}.STREAM.MSG.GET.${name}`])];
};

/** The server binds the right to a stream, not to a subject. */
const forgetMessages = (fact: Fact<never>): readonly string[] => [`${API}.STREAM.MSG.GET.${fact.stream}`, `${API}.STREAM.MSG.DELETE.${fact.stream}`];

const useBucket = (owner: Owner, kind: BlobKind): readonly string[] => {
  const { bucket } = BLOB_KINDS[kind];
  const stream = `OBJ_${bucket}`;
  const read = [
    `${API}.STREAM.INFO.${stream}`,
    `${API}.STREAM.MSG.GET.${stream}`,
    `${API}.CONSUMER.CREATE.${stream}.*.$O.${bucket}.>`,
    `${API}.CONSUMER.INFO.${stream}.*`,
    `${API}.CONSUMER.MSG.NEXT.${stream}.*`,
    `${API}.CONSUMER.DELETE.${stream}.*`,
    `$JS.FC.${stream}.>`,
  ];
  // Purging is bound to the stream, not to one object: a blob that is written anew gives back the chunks of the old one.
  return mayWrite(owner, kind) ? [...read, `$O.${bucket}.>`, `${API}.STREAM.PURGE.${stream}`] : read;
};

const sorted = (subjects: readonly string[]): readonly string[] => [...new Set(subjects)].sort();

export const permissionsOf = (owner: Owner): UserPermissions => {
  const access = ACCESS[owner];
  return {
    publish: sorted([
      `${API}.INFO`,
      ...access.asks.map(({ subject }) => subject),
      ...access.publishes.map(filterOf),
      ...durablesOf(owner).flatMap(consumeDurable),
      // Whoever reported a fact is told what came of it.
      ...access.consumes.filter(isReport).map((fact) => answerInboxes(fact.owner)),
      ...access.watches.flatMap(watchFact),
      ...readDeadLetters(access),
      ...access.forgets.flatMap(forgetMessages),
      ...(Object.keys(BLOB_KINDS) as BlobKind[]).flatMap((kind) => useBucket(owner, kind)),
    ]),
    denyPublish: sorted(othersDurables(owner, access)),
    // As a member of its own queue group only: nobody can listen to what others are asked.
    subscribe: sorted([`_INBOX.${owner}.>`, ...access.answers.map(({ subject }) => `${subject} ${owner}`)]),
    answers: access.answers.length > 0,
  };
};

/** Creates streams and buckets when an installation starts; reads and writes no message of anybody. */
export const BOOTSTRAP = 'bootstrap';

const STREAM_VERBS = ['CREATE', 'UPDATE', 'INFO'] as const;

export const bootstrapPermissions = (): UserPermissions => {
  const streams = [...STREAMS.map(({ name }) => name), ...Object.values(BLOB_KINDS).map(({ bucket }) => `OBJ_${bucket}`)];
  return {
    publish: sorted([`${API}.INFO`, ...streams.flatMap((stream) => STREAM_VERBS.map((verb) => `${API}.STREAM.${verb}.${stream}`))]),
    denyPublish: [],
    subscribe: [`_INBOX.${BOOTSTRAP}.>`],
    answers: false,
  };
};

export const OWNERS = Object.keys(ACCESS) as readonly Owner[];

/** Users of the bus, in the order of the generated file. */
export const allPermissions = (): ReadonlyMap<Owner | typeof BOOTSTRAP, UserPermissions> =>
  new Map<Owner | typeof BOOTSTRAP, UserPermissions>([[BOOTSTRAP, bootstrapPermissions()], ...OWNERS.map((owner) => [owner, permissionsOf(owner)] as const)]);
