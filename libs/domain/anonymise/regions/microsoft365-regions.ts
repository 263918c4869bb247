/** Area, code of a preferred data location, zone of most of its people; one a line. */
export const MICROSOFT365_REGIONS = `
  us nam America/Chicago
  ca can America/Toronto
  sa bra America/Sao_Paulo
  sa lam America/Sao_Paulo
  eu eur Europe/Amsterdam
  eu gbr Europe/London
  eu deu Europe/Berlin
  eu fra Europe/Paris
  eu che Europe/Zurich
  eu nor Europe/Oslo
  eu swe Europe/Stockholm
  eu pol Europe/Warsaw
  eu ita Europe/Rome
  eu esp Europe/Madrid
  ap apc Asia/Singapore
  ap aus Australia/Sydney
  ap ind Asia/Kolkata
  ap jpn Asia/Tokyo
  ap kor Asia/Seoul
  ap nzl Pacific/Auckland
  af zaf Africa/Johannesburg
  me are Asia/Dubai
  me isr Asia/Jerusalem
  me qat Asia/Qatar
`;
