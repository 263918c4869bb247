import { predictionsMade } from './predictions';
import { fetchWork } from './pricing';
import type { Fact, Owner } from './wire';

/** A durable consumer: the server keeps its place, so its name is part of what services agree on. */
export interface Durable {
  readonly owner: Owner;
  readonly fact: Fact<never>;
  /** Given to `@Consumes`; on the server it is prefixed with the owner. */
  readonly durable: string;
}

export const DURABLES: readonly Durable[] = [
  { owner: 'pricing', fact: fetchWork as Fact<never>, durable: 'fetch' },
  { owner: 'models', fact: predictionsMade as Fact<never>, durable: 'prediction-log' },
];

export const serverName = ({ owner, durable }: Durable): string => `${owner}-${durable}`;
