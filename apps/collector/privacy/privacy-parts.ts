import { AccessReader } from './access-reader';
import { ConsentGate } from './consent-gate';
import { Eraser } from './eraser';
import { PreferencesKeeper } from './preferences-keeper';
import { PrivacyController } from './privacy.controller';
import { RetentionHousekeeper } from './retention-housekeeper';

export const PRIVACY_CONTROLLERS = [PrivacyController];
export const PRIVACY_PROVIDERS = [AccessReader, ConsentGate, Eraser, PreferencesKeeper, RetentionHousekeeper];
