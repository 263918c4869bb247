/** Sizes that the clouds sell, by how they are called: a hundred new ones a year, so they are no list. Each form is narrow enough that no name of a person or a host fits it. */
const FORMS = [
  // AWS: m5.large, db.t3.medium, cache.r7g.12xlarge, u-6tb1.metal is left out.
  /^(?:(?:db|cache|search|kafka|ml|dms|dax|mq)\.)?(?:a|c|d|dl|f|g|gr|h|hpc|i|im|inf|is|m|mac|p|r|ra|dc|ds|t|trn|vt|x|z)\d{1,2}[abdeginqz]{0,4}(?:-flex)?\.(?:nano|micro|small|medium|large|xlarge|\d{1,2}xlarge|metal(?:-\d{2}xl)?)(?:\.(?:search|elasticsearch))?$/,
  // Azure: Standard_D2s_v3, Standard_E4-2ds_v5, Standard_NC24ads_A100_v4, Basic_A1.
  /^(?:Standard|Basic)_(?:A|B|D|DC|DS|E|EC|F|FX|G|GS|H|HB|HC|HX|L|M|N|NC|ND|NG|NV|NP)\d{1,3}(?:-\d{1,2})?[abcdilmprst]{0,5}(?:_(?:A10|A100|H100|MI300X|T4|V620))?(?:_v\d)?$/,
  // Azure plans and databases: P1v2, B1ms, S0, GP_Gen5_2, GP_S_Gen5_4.
  /^[BDFISP]\d(?:v\d|ms|s)?$/,
  /^(?:GP|BC|HS|MO|B)(?:_S)?_Gen\d_\d{1,3}$/,
  // GCP: e2-medium, n1-standard-4, c3-highcpu-8, e2-custom-4-8192, db-f1-micro, db-custom-2-7680.
  /^(?:db-)?(?:a2|a3|a4|c2|c2d|c3|c3d|c4|c4a|c4d|e2|f1|g1|g2|h3|m1|m2|m3|m4|n1|n2|n2d|n4|t2a|t2d|x4|z3)-(?:micro|small|medium|standard|highmem|highcpu|megamem|ultramem|hypermem|highgpu|megagpu|ultragpu|edgegpu)(?:-\d{1,3})?(?:[gt]|-lssd|-metal)?$/,
  /^(?:(?:e2|n1|n2|n2d|n4)-|db-)custom-\d{1,3}-\d{3,6}$/,
  // Versions of engines and of runtimes: 8.0.35, 15, python3.12, nodejs18.x, al2023.
  /^\d{1,2}(?:\.\d{1,2}){0,2}$/,
  /^(?:python|nodejs|java|dotnet|dotnetcore|go|ruby|php|provided)\d{0,2}(?:\.(?:\d{1,2}|x|al2|al2023))?$/,
];

const MOST_CHARACTERS = 40;

export const isMachineType = (text: string): boolean => text.length <= MOST_CHARACTERS && FORMS.some((form) => form.test(text));
