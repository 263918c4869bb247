import type { Provider, Type } from '@nestjs/common';

export const SERIES_CONTROLLERS: readonly Type<object>[] = [];
export const SERIES_PROVIDERS: readonly Provider[] = [];
