import type { DecisionEnvelope } from '@ml/contracts/decision';
import { COMMON_CONSTRAINTS, readAsk, type Ask, type UnreadableAsk } from '@ml/engine-kernel/ask';
import type { Reads } from '@ml/state/read';
import { object, optional } from '@ml/state/shapes';
import { decimal, name } from '@ml/state/values';

const requirements = object({ region: optional(name), bloat_threshold_mb: optional(decimal({ min: 0, max: 1e6 })) });
const constraints = object(COMMON_CONSTRAINTS);

export type ImageAsk = Ask<Reads<typeof requirements>, Reads<typeof constraints>>;

export const readImageAsk = (request: DecisionEnvelope): ImageAsk | UnreadableAsk => readAsk(request, { requirements, constraints });
