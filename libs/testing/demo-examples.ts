import type { DecisionType } from '@ml/contracts/engine-types';
import { asOfNow } from '@ml/contracts/samples/as-of-now';
import { EXAMPLES } from '../../tools/local/examples';

export interface DemoExample {
  readonly title: string;
  readonly type: DecisionType;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What `npm run demo` sends, as if it had been observed just now. */
export const demoExamples = (now: number): readonly DemoExample[] =>
  EXAMPLES.map(({ title, route, body }) => ({ title, type: route.replaceAll('-', '_') as DecisionType, body: asOfNow(body, now) }));
