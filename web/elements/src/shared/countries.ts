// Countries that addresses may be in, and what of an address each has.
export const countries = ['US', 'GB', 'CA', 'AU', 'NZ', 'IE', 'DE', 'FR', 'ES', 'IT', 'NL', 'BE', 'AT', 'CH', 'PT', 'SE', 'NO', 'DK', 'FI', 'PL', 'JP', 'SG', 'HK', 'BR', 'MX', 'IN'];
export const withoutPostal: ReadonlySet<string> = new Set(['HK', 'IE']);
export const withState: ReadonlySet<string> = new Set(['US', 'CA', 'AU', 'BR', 'MX', 'IN', 'JP', 'IT', 'ES', 'IE']);
