import { DECISION_TYPES, type DecisionType } from '@ml/contracts/engine-types';
import type { ENGINES } from '@ml/contracts/engines';
import { SpotOptimizeHead } from '@ml/contracts/dto/spot-optimize-head';
import type { DecisionHead } from '@ml/contracts/dto/decision-head';
import { fieldsOf, type DtoClass } from '@ml/contracts/field';
import { AppError } from '@ml/contracts/app-error';

type Existing = keyof typeof ENGINES;
type Head = DecisionHead & { readonly requirements?: object; readonly constraints?: object };

/** The envelope of each engine that exists: an engine without one does not compile. */
const HEADS: Readonly<Record<Existing, DtoClass<Head>>> = { spot_optimize: SpotOptimizeHead };

const exists = (type: unknown): type is Existing => typeof type === 'string' && Object.hasOwn(HEADS, type);

const isPlanned = (type: unknown): boolean => (DECISION_TYPES as readonly unknown[]).includes(type);

/** The decision type of a request. @throws AppError UNKNOWN_DECISION_TYPE naming those that exist */
export const existingType = (type: unknown): Existing & DecisionType => {
  if (exists(type)) return type;
  const available = Object.keys(HEADS);
  const what = isPlanned(type) ? `no engine decides ${String(type)} yet` : 'decision_type is not known';
  throw new AppError('UNKNOWN_DECISION_TYPE', `${what}; available: ${available.join(', ')}`, { path: 'decision_type', details: { available } });
};

export const headOf = (type: Existing): DtoClass<Head> => HEADS[type];

/** Fields of any envelope; the values of others are not looked at. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.values(HEADS).flatMap((head) => [...fieldsOf(head).keys()]));
