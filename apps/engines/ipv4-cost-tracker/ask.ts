import type { DecisionEnvelope } from '@ml/contracts/decision';
import { COMMON_CONSTRAINTS, readAsk, type Ask, type UnreadableAsk } from '@ml/engine-kernel/ask';
import type { Reads } from '@ml/state/read';
import { object, optional } from '@ml/state/shapes';
import { name } from '@ml/state/values';

const requirements = object({ region: optional(name) });
const constraints = object(COMMON_CONSTRAINTS);

export type Ipv4Ask = Ask<Reads<typeof requirements>, Reads<typeof constraints>>;

export const readIpv4Ask = (request: DecisionEnvelope): Ipv4Ask | UnreadableAsk => readAsk(request, { requirements, constraints });
