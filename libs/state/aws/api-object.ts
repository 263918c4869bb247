import { fault, isRecord, shown, under, type Read, type Reads } from '../read';

type Shape = Readonly<Record<string, Read<unknown>>>;
type Shaped<S extends Shape> = { readonly [Key in keyof S]: Reads<S[Key]> };
type Json = Readonly<Record<string, unknown>>;

/** `InstanceId` as the API, the SDKs and the command line write it; `instanceId` as AWS Config and the events of CloudTrail do. */
export const spellingIn = (value: Json, key: string): string | null => {
  if (Object.hasOwn(value, key)) return key;
  const camel = camelCase(key);
  return Object.hasOwn(value, camel) ? camel : null;
};

/** Keeps what the shape names, in either spelling, under its PascalCase name. */
export const apiObject = <S extends Shape>(shape: S): Read<Shaped<S>> => {
  const fields = Object.entries(shape).map(([key, read]) => ({ key, camel: camelCase(key), read }));
  return (value) => {
    if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is not an object`);
    const kept: Record<string, unknown> = {};
    for (const { key, camel, read } of fields) {
      const spelling = Object.hasOwn(value, key) || !Object.hasOwn(value, camel) ? key : camel;
      kept[key] = under(spelling, read, Object.hasOwn(value, spelling) ? value[spelling] : undefined);
    }
    return kept as Shaped<S>;
  };
};

const camelCase = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1);
