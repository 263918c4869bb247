/** Words of industries. */
export const INDUSTRY_WORDS = `
  technology technologies tech software hardware it information saas internet ecommerce commerce retail wholesale consumer goods
  finance financial fintech banking insurance investment accounting
  healthcare health medical pharma pharmaceutical pharmaceuticals biotech biotechnology life sciences science
  education edtech university research academic nonprofit government sector public defense defence
  manufacturing industrial industry automotive aerospace aviation chemical chemicals construction engineering electronics semiconductor semiconductors machinery
  energy oil gas utilities utility renewable renewables mining
  telecommunications telecom telco communications media entertainment gaming games publishing advertising marketing
  transportation transport logistics shipping supply chain travel hospitality tourism hotel hotels restaurant restaurants food beverage agriculture
  real estate property legal consulting professional services human staffing
  cybersecurity security sports fashion luxury other
`;
