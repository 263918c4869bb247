export type XmlValue = string | number | boolean | undefined | XmlFields | readonly XmlValue[];

export interface XmlFields {
  readonly [name: string]: XmlValue;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return /[&<>"]/.test(text) ? text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character) : text;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function content(value: Exclude<XmlValue, undefined>): string {
  if (isList(value)) return value.map((item) => element('item', item)).join('');
  return typeof value === 'object' ? xmlOf(value) : escaped(String(value));
}

function element(name: string, value: XmlValue): string {
  return value === undefined ? '' : `<${name}>${content(value)}</${name}>`;
}

/** Elements in the order of the fields; lists as `item` elements, as the EC2 protocol wants them; undefined fields are left out. */
export function xmlOf(fields: XmlFields): string {
  let text = '';
  for (const name in fields) text += element(name, fields[name]);
  return text;
}
