import type { Provider, Type } from '@nestjs/common';
import { WasteController } from './waste.controller';
import { WasteJudge } from './waste-judge';

export const WASTE_CONTROLLERS: readonly Type<object>[] = [WasteController];
export const WASTE_PROVIDERS: readonly Provider[] = [WasteJudge];
