import { createHash } from 'node:crypto';

const DIGESTS = ['sha256', 'sha1', 'md5'] as const;
/** Base64 of a text that stands within another one: shifted by no, one or two bytes; the characters that its neighbours change are cut off. */
const ALIGNMENTS = [0, 1, 2] as const;

const within = (text: string, shift: number): string => {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return whole.toString('base64').slice(shift === 0 ? 0 : 4);
};

const bothAlphabets = (base64: string): readonly string[] => [base64, base64.replaceAll('+', '-').replaceAll('/', '_')];

/** Everything that gives a text away: as it is, in other letters, encoded, and hashed with nothing that is secret. Bytes, 8 or more. */
export const needleForms = (text: string): readonly Buffer[] => {
  const cases = [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
  const encoded = [encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+'), ...ALIGNMENTS.flatMap((shift) => bothAlphabets(within(text, shift)))];
  const digests = cases.flatMap((spelling) => DIGESTS.map((digest) => createHash(digest).update(spelling).digest()));
  const written = digests.flatMap((digest) => [digest.toString('hex'), digest.toString('hex').toUpperCase(), ...bothAlphabets(digest.toString('base64').replaceAll('=', ''))]);
  const texts = new Set([...cases, ...encoded, ...written].filter((form) => form.length >= 8));
  return [...[...texts].map((form) => Buffer.from(form)), Buffer.from(text, 'utf16le'), ...digests];
};
