/** What may be strange about a place (device, address, site); or-ed. `unread`: the text of the address is needed. */
export const PLACE = {
  deviceUnknown: 1,
  deviceEnded: 2,
  outside: 4,
  siteUnknown: 8,
  siteEnded: 16,
  unread: 32,
} as const;
