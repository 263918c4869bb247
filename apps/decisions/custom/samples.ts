import type { DecisionEnvelope } from '@ml/contracts/decision';
import type { DecisionType, EngineType } from '@ml/contracts/engine-types';
import { ENGINES, type EngineContract } from '@ml/contracts/engines';
import { asOfNow } from '@ml/contracts/samples/as-of-now';
import { DECISION_SAMPLES } from '@ml/contracts/samples/decision-samples';
import { AppError } from '@ml/contracts/app-error';
import { isRecord } from '@ml/state/read';

/** A decision request that nobody has posted. */
export interface Sample {
  readonly title: string;
  readonly envelope: DecisionEnvelope;
  /** JSON. */
  readonly state: Uint8Array;
}

type Body = Readonly<Record<string, unknown>>;

const ENTRIES = Object.entries(ENGINES) as readonly (readonly [DecisionType, EngineContract])[];

/** @throws AppError NOT_FOUND */
export const contractOf = (type: EngineType): { readonly decisionType: DecisionType; readonly contract: EngineContract } => {
  const found = ENTRIES.find(([, { type: known }]) => known === type);
  if (found === undefined) throw new AppError('NOT_FOUND', `this build has no engine of the type ${type}`, { path: 'engine_type' });
  return { decisionType: found[0], contract: found[1] };
};

/** What every engine of a type has to answer: clusters as they are, and one of which nothing is known. `now` is milliseconds since the epoch. */
export const samplesOf = (type: EngineType, now: number): readonly [Sample, ...Sample[]] => {
  const { decisionType } = contractOf(type);
  const shown = DECISION_SAMPLES.filter(({ route }) => route.replaceAll('-', '_') === decisionType).map(({ title, body }) => sampleOf(decisionType, { title, body: asOfNow<Body>(body, now) }));
  const unknown = sampleOf(decisionType, { title: 'A cluster of which nothing is known', body: {} });
  const [first, ...others] = shown;
  return first === undefined ? [unknown] : [first, ...others, unknown];
};

/** @throws AppError BAD_FIELD with the path */
export const sampleOf = (decisionType: DecisionType, { title, body, state }: { readonly title: string; readonly body: Body; readonly state?: Uint8Array }): Sample => {
  if (body['decision_type'] !== undefined && body['decision_type'] !== decisionType) {
    throw new AppError('BAD_FIELD', `this engine decides ${decisionType}`, { path: 'sample.decision_type' });
  }
  const envelope: DecisionEnvelope = {
    request_id: textIn(body, 'request_id') ?? 'test',
    cluster_id: textIn(body, 'cluster_id') ?? 'test',
    customer_id: textIn(body, 'customer_id') ?? null,
    decision_type: decisionType,
    requirements: objectIn(body, 'requirements'),
    constraints: objectIn(body, 'constraints'),
    cause: body['cause'] === 'spot_notice' ? 'spot_notice' : 'routine',
  };
  return { title, envelope, state: state ?? new TextEncoder().encode(JSON.stringify(objectIn(body, 'current_state'))) };
};

const textIn = (body: Body, name: string): string | undefined => {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new AppError('BAD_FIELD', `${name} is not a text`, { path: `sample.${name}` });
};

const objectIn = (body: Body, name: string): Body => {
  const value = body[name] ?? {};
  if (isRecord(value)) return value;
  throw new AppError('BAD_FIELD', `${name} is not an object`, { path: `sample.${name}` });
};
