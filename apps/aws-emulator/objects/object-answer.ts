import { xmlOf, type XmlFields } from '../wire/xml';

export interface ObjectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const NOTHING = Buffer.alloc(0);
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

export const emptyAnswer = (status: number, headers: Readonly<Record<string, string>> = {}): ObjectAnswer => ({ status, headers, body: NOTHING });

export const xmlAnswer = (status: number, fields: XmlFields): ObjectAnswer => ({ status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(DECLARATION + xmlOf(fields)) });

/** Lists of the object store repeat the element, without one around them. */
export const xmlList = (name: string, fields: XmlFields, items: readonly XmlFields[]): ObjectAnswer => {
  const [item = ''] = Object.keys(items[0] ?? {});
  const inside = xmlOf(fields) + items.map((one) => xmlOf({ [item]: one[item] })).join('');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(`${DECLARATION}<${name}>${inside}</${name}>`) };
};

/** As the object store writes it: its code, not its text, is what clients look at. */
export const objectRefusal = (status: number, code: string): ObjectAnswer => xmlAnswer(status, { Error: { Code: code, Message: code } });
