import { expectPassingBytes } from '@ml/platform/passing-bytes';
import { runService } from '@ml/platform/run-service';
import { GatewayModule } from './gateway.module';
import { createApp } from './http/create-app';
import { gatewaySettings } from './settings';

expectPassingBytes();
await runService({
  owner: 'gateway',
  settings: gatewaySettings,
  module: GatewayModule,
  http: { host: ({ host }) => host, port: ({ port }) => port, create: createApp },
});
