/** A UUID in its usual form (RFC 9562, 4), as the source of a pattern; use the flag `i` for letters of either case. */
export const UUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
/** Matches a UUID and nothing else. */
export const IS_UUID: RegExp = new RegExp(`^${UUID}$`, 'i');
