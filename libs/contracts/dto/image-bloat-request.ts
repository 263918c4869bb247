import { ImageBloatHead } from './image-bloat-head';
import { stateField } from './state-field';

export class ImageBloatRequest extends ImageBloatHead {
  @stateField({
    observed_at: '2026-11-20T10:00:00Z',
    images: [
      {
        image: 'shop/web:1.2',
        layers: [
          { digest: 'sha256:0a', size_bytes: 49_312_572, created_by: "RUN # debian.sh --arch 'amd64' out/ 'trixie'" },
          { digest: 'sha256:0b', size_bytes: 236_258_363, created_by: 'RUN apt-get update && apt-get install -y gcc g++ make libssl-dev' },
          { digest: 'sha256:0c', size_bytes: 410_000_000, created_by: 'RUN npm ci' },
        ],
        pulls_per_month: 300,
        nodes: 12,
        cross_az_pulls_pct: 60,
        egress_pulls_pct: 0,
      },
    ],
  })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
