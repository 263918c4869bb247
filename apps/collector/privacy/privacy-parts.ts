import type { Type } from '@nestjs/common';
import { ConsentGate } from './consent-gate';

export const PRIVACY_CONTROLLERS: readonly Type<object>[] = [];
export const PRIVACY_PROVIDERS = [ConsentGate];
