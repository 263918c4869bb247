import type { TextBounds } from '../field-rules';

export const UUID: TextBounds = { pattern: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, like: 'a UUID' };
