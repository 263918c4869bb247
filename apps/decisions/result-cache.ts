import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { EngineAsk } from '@ml/contracts/engines';
import { sha256Of, type Attachment } from '@ml/platform/bus/packed';
import { Cache } from '@ml/platform/cache';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { canonicalJson } from '@ml/state/canonical-json';
import type { DecisionsSettings } from './settings';

interface KeyParts {
  readonly tenant: string;
  readonly envelope: DecisionEnvelope;
  readonly state: Attachment | undefined;
  readonly facts: EngineAsk['facts'];
  readonly memory: readonly Memory[];
  /** Build, version and configuration of the engine. */
  readonly fingerprint: string;
}

/** Results by everything they depend on except the minute of the day; a few minutes old at most. */
@Injectable()
export class ResultCache {
  constructor(
    @Inject(Cache) private readonly cache: Cache,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
  ) {}

  keyOf({ tenant, envelope, state, facts, memory, fingerprint }: KeyParts): string {
    const { customer_id, decision_type, cluster_id, requirements, constraints, cause } = envelope;
    const hash = createHash('sha256')
      .update(canonicalJson({ tenant, customer_id, decision_type, cluster_id, requirements, constraints, cause, facts, memory, fingerprint }))
      .update('\n')
      .update(sha256Of(state))
      .digest('hex');
    return `decision:${hash}`;
  }

  async get<Entry>(key: string): Promise<Entry | undefined> {
    if (this.settings.cacheSeconds === 0) return undefined;
    const text = await this.cache.get(key);
    return text === undefined ? undefined : parsed<Entry>(text);
  }

  async set(key: string, entry: unknown): Promise<void> {
    if (this.settings.cacheSeconds > 0) await this.cache.set(key, JSON.stringify(entry), this.settings.cacheSeconds);
  }
}

/** What somebody else has left under our key is a miss like any other. */
const parsed = <Entry>(text: string): Entry | undefined => {
  try {
    return JSON.parse(text) as Entry;
  } catch {
    return undefined;
  }
};
