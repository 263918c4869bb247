import { StateFault } from '../fault';
import { fault, isRecord, shown, type Read, type Reads } from '../read';

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
  // An object that grows key by key ends as a slow table past a dozen keys; a copy of one that has them all does not.
  const blank = JSON.parse(JSON.stringify(Object.fromEntries(fields.map(({ key }) => [key, null])))) as Record<string, unknown>;
  return (value) => {
    if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is not an object`);
    const kept: Record<string, unknown> = { ...blank };
    let faulty = '';
    // One handler an object and not one a field: states hold tens of thousands of objects. No prototype holds a key of any shape.
    try {
      for (const { key, camel, read } of fields) {
        const given = value[key];
        faulty = given === undefined && value[camel] !== undefined ? camel : key;
        kept[key] = read(value[faulty]);
      }
    } catch (error) {
      throw error instanceof StateFault ? error.within(faulty) : error;
    }
    return kept as Shaped<S>;
  };
};

const camelCase = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1);
