import type { Precondition, Recommendation } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import type { ContainerImageState } from '@ml/state/observed/container-image';
import { roundTo, roundToCents } from '@ml/units/money';
import { totalOf, type Priced } from './costs';
import { mb, sum, type Analysis } from './findings';
import { remediesFor } from './remedies';

const BUILD_SECONDS = 600;
const ROLL_SECONDS = 300;
const DELETE_SECONDS = 10;

export const nameOf = ({ image, digest }: ContainerImageState): string => (digest === null ? image : `${image}@${digest}`);

export interface Rebuilt {
  readonly analysis: Analysis;
  readonly priced: Priced;
}

/** 1 - best practical size / size. */
export const bloatPct = ({ bytes, removable }: Analysis): number => (bytes === 0 ? 0 : roundTo((100 * sum(removable)) / bytes, 1));

export const recommendationFor = ({ analysis, priced }: Rebuilt, index: number, mbPerSecond: number): Recommendation => {
  const { image, bytes, base, findings, removable } = analysis;
  const best = bytes - sum(removable);
  return {
    id: `r${index + 1}`,
    action: 'rebuild_image',
    target: { kind: 'Image', name: nameOf(image) },
    estimated_monthly_savings: Math.max(0, roundToCents(totalOf(priced.saving))),
    risk: base.instead === null ? 'low' : 'medium',
    reasons: findings.map(({ code, text }) => ({ code, text })),
    details: {
      image: image.image,
      size_mb: mb(bytes),
      best_practical_size_mb: mb(best),
      bloat_pct: bloatPct(analysis),
      basis: BASIS,
      base: { class: base.class, language: base.language, size_mb: mb(base.bytes), instead: base.instead?.name ?? null, instead_as_of: base.instead?.as_of ?? null },
      layers: image.layers.length,
      findings: findings.map(({ code, bytes: found }) => ({ code, mb: mb(found) })),
      cost: { storage: roundToCents(priced.cost.storage), cross_az: roundToCents(priced.cost.cross_az), egress: roundToCents(priced.cost.egress) },
      startup_seconds: { now: seconds(bytes, mbPerSecond), best: seconds(best, mbPerSecond) },
      remedy: remediesFor(base, findings),
      not_known: NOT_KNOWN,
    },
  };
};

const BASIS = 'sizes and build steps of the layers, sizes of published base images, and shares of package caches: an estimate, not a scan of files';
const NOT_KNOWN = 'files that nothing uses, content that is in two files, what a removed file left behind, and whether a package that looks like a build tool is needed to run';

const seconds = (bytes: number, mbPerSecond: number): number => roundTo(bytes / 1e6 / mbPerSecond, 1);

/** A tag may have gone over to the new image by the time the old one is deleted. */
export const preconditionsFor = ({ analysis: { image } }: Rebuilt): readonly Precondition[] => {
  const target = { kind: 'Image', name: nameOf(image) };
  const named = { code: 'OLD_IMAGE_KNOWN_BY_DIGEST', target, text: 'its digest was noted before the new image took over its tag: what is deleted is that digest, never the tag' };
  return [{ code: 'TESTS_PASS_ON_NEW_IMAGE', target }, ...(image.digest === null ? [named] : [])];
};

/** The old image stays until the new one runs. */
export const stepsFor = ({ analysis: { image } }: Rebuilt): readonly StepDraft[] => {
  const name = nameOf(image);
  const target = { kind: 'Image', name };
  return [
    { key: `build ${name}`, after: [], phase: 'build', action: 'build_image', target, seconds: BUILD_SECONDS, rollback: 'batch_delete_image', destructive: false },
    { key: `roll ${name}`, after: [`build ${name}`], phase: 'roll_out', action: 'set_image', target, seconds: ROLL_SECONDS, rollback: 'rollout_undo', destructive: false },
    { key: `delete ${name}`, after: [`roll ${name}`], phase: 'delete', action: 'batch_delete_image', target, seconds: DELETE_SECONDS, rollback: null, destructive: true, details: { image_digest: image.digest } },
  ];
};
