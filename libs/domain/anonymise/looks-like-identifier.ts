/**
 * What no list of words knows of: forms that only identifiers have. Looked for besides the words, because an operator may add words of his own.
 * E-mail, ARN, URL, IPv4, IPv6, MAC, UUID, long hexadecimal, digits such as of an account or a phone, however they are grouped.
 */
const FORMS = [
  /@/,
  /\barn:/i,
  /:\/\//,
  // A domain is somebody's name also where every word of it is known; Google's own is part of the names of its kinds.
  /(?<!googleapis)\.com\b/i,
  /\d{1,3}(?:[.\-_ ]\d{1,3}){3}/,
  /(?:[0-9a-f]{0,4}:){2}/i,
  /[0-9a-f]{8}-[0-9a-f]{4}/i,
  /(?=[0-9a-f]*\d)[0-9a-f]{8,}/i,
  /\d{5}/,
  /\+\s*\d/,
  /\(\d+\)/,
  /(?:\d[\s.\-_/()]*){7}/,
];

export const looksLikeIdentifier = (text: string): boolean => FORMS.some((form) => form.test(text));
