/** The path of a fault that belongs to no field of the body. */
export const WHOLE_BODY = 'body';
