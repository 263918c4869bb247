import type { Provider, Type } from '@nestjs/common';

export const COST_CONTROLLERS: readonly Type<object>[] = [];
export const COST_PROVIDERS: readonly Provider[] = [];
