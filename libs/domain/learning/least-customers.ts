/** Behind a figure that everybody may see: with so many, nobody can tell whom it is made of. */
export const LEAST_CUSTOMERS = 3;
