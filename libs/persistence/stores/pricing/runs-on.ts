/**
 * In SQL, whether instances with these architectures run a product. Windows is not there for Arm; of a type that is in no catalogue everything is taken for possible.
 * `architectures` and `product` are the columns' names in the statement.
 */
export const runsOn = (architectures: string, product: string): string => `(${product} <> 'Windows' or ${architectures} is distinct from '{arm64}')`;
