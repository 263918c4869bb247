import { Refusal } from '../wire/refusal';
import type { XmlFields } from '../wire/xml';

const ROLE = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(.{1,128})$/;
const SESSION = /^[\w+=,.@-]{2,64}$/;
const HOUR_MS = 3_600_000;

/** Keys of an assumed role name its account: what is asked with them is answered for it. */
const KEY_PREFIX = 'ASIA';
const ASSUMED = /^AWS4-HMAC-SHA256 Credential=ASIA(\d{12})[A-Z]*\//;
const OWN_ACCOUNT = '000000000001';

/** Whose keys a call is signed with. */
export const accountOf = (authorization: string | undefined): string => ASSUMED.exec(authorization ?? '')?.[1] ?? OWN_ACCOUNT;

export function assumeRole(body: string, now: Date): XmlFields {
  const parameters = new URLSearchParams(body);
  const [arn, session] = [parameters.get('RoleArn') ?? '', parameters.get('RoleSessionName') ?? ''];
  const [, account, role] = ROLE.exec(arn) ?? [];
  if (account === undefined || !SESSION.test(session)) throw new Refusal('invalid', `1 validation error detected: Value '${arn}' at 'roleArn' failed to satisfy constraint`);
  return {
    Credentials: { AccessKeyId: `${KEY_PREFIX}${account}EMUL`, SecretAccessKey: 'emulator', SessionToken: 'emulator', Expiration: new Date(now.getTime() + HOUR_MS).toISOString() },
    AssumedRoleUser: { AssumedRoleId: `AROAEMULATOR:${session}`, Arn: `arn:aws:sts::${account}:assumed-role/${role ?? ''}/${session}` },
  };
}
