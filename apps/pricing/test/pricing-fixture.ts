import { NestFactory } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import { PricingModule } from '../pricing.module';
import { pricingSettings } from '../settings';

export interface RunningPricing {
  readonly booted: Booted;
  get<T>(type: Type<T>): T;
  close(): Promise<void>;
}

/** The whole service in the spec's own process, with the environment of a real one. */
export const runPricing = async (env: Readonly<Record<string, string>>): Promise<RunningPricing> => {
  const booted = await bootService('pricing', pricingSettings, { LOG_FILE: '/dev/null', ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), PricingModule] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  return {
    booted,
    get: (type) => app.get(type, { strict: false }),
    close: async () => {
      await app.close();
      await booted.close();
    },
  };
};

/** The emulator takes any. The SDK looks for them in the process's own environment. */
export const ANY_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'emulator', AWS_SECRET_ACCESS_KEY: 'emulator' } as const;

/** What makes a service use the emulator. */
export const emulatedAws = (url: string, advisorUrl = `${url}/spot-advisor-data.json`): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: url,
  SPOT_ADVISOR_URL: advisorUrl,
  ...ANY_CREDENTIALS,
  PRICING_DATA_RETRY_BACKOFF: '1',
});
