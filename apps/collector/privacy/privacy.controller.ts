import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  askAccessPage,
  askChangePreferences,
  askEraseUser,
  askPreferences,
  type AccessPage,
  type AccessQuery,
  type ChangePreferences,
  type Erased,
  type EraseUser,
  type Preferences,
  type UserKey,
} from '@ml/contracts/privacy';
import { Answers } from '@ml/platform/bus/handlers';
import { AccessReader } from './access-reader';
import { Eraser } from './eraser';
import { PreferencesKeeper } from './preferences-keeper';

/** What users may ask of those who collect. */
@Controller()
export class PrivacyController {
  constructor(
    @Inject(PreferencesKeeper) private readonly keeper: PreferencesKeeper,
    @Inject(AccessReader) private readonly access: AccessReader,
    @Inject(Eraser) private readonly eraser: Eraser,
  ) {}

  @Answers(askPreferences)
  preferences(@Payload() { user_id }: UserKey): Promise<Preferences> {
    return this.keeper.read(user_id);
  }

  @Answers(askChangePreferences)
  change(@Payload() ask: ChangePreferences): Promise<Preferences> {
    return this.keeper.change(ask);
  }

  @Answers(askAccessPage)
  page(@Payload() query: AccessQuery): Promise<AccessPage> {
    return this.access.page(query);
  }

  @Answers(askEraseUser)
  erase(@Payload() ask: EraseUser): Promise<Erased> {
    return this.eraser.erase(ask);
  }
}
