export type Language = 'python' | 'node' | 'ruby' | 'java' | 'compiled';

/** A small image that does what a large one is mostly taken for. */
export interface BaseImage {
  readonly name: string;
  /** Compressed, linux/amd64. */
  readonly bytes: number;
  /** When the image was published. */
  readonly as_of: string;
}

/**
 * Compressed sizes for linux/amd64 as Docker's official images list them (docker-library/repo-info, read November 2026).
 * All but Alpine keep glibc, so that what ran before runs on; Alpine would be smaller, with another C library.
 */
export const SLIM_OF: Readonly<Record<Language, BaseImage>> = {
  python: { name: 'python:3.11-slim-trixie', bytes: 45_520_747, as_of: '2026-08-05' },
  node: { name: 'node:22-slim', bytes: 79_893_445, as_of: '2026-09-19' },
  ruby: { name: 'ruby:3.4-slim', bytes: 85_216_541, as_of: '2026-09-17' },
  java: { name: 'eclipse-temurin:21-jre', bytes: 121_136_054, as_of: '2026-09-09' },
  compiled: { name: 'debian:trixie-slim', bytes: 29_780_765, as_of: '2026-08-04' },
};

/** For a system without a language of its own. */
export const SLIM_SYSTEM: BaseImage = SLIM_OF.compiled;

/** debian:trixie has a first layer of 49.3 MB (2026-07-14), debian:trixie-slim one of 29.8 MB: between them lies the border. */
export const SLIM_ROOTFS_BYTES = 40e6;
