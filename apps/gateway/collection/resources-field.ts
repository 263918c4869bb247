/** The field of a scan that passes the gateway unread. */
export const RESOURCES = 'resources';
