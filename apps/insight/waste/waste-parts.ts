import type { Provider, Type } from '@nestjs/common';

export const WASTE_CONTROLLERS: readonly Type<object>[] = [];
export const WASTE_PROVIDERS: readonly Provider[] = [];
