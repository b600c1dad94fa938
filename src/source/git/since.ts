import { ScanError } from '../../errors.ts';

const FORMS = 'a date (2026-01-31, 2026-01-31T08:00Z), "2 weeks ago" or the like, "last month", "yesterday" or "today"';

/** Milliseconds of the units whose length does not depend on the calendar. */
const FIXED: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 };

/**
 * The time that a text names, for `git rev-list --since`. Git itself accepts any text as a date, takes a mistyped one
 * for now, and a date alone for that day at the current time of day; here a date alone is the beginning of that day,
 * local time.
 *
 * @param now the time that `2 weeks ago` is relative to
 * @returns as ISO 8601, to the second, in UTC
 * @throws {ScanError} `usage` for anything else, for a day that does not exist and for one in the future
 */
export function sinceMoment(text: string, now: Date): string {
  const moment = absolute(text.trim()) ?? relative(text.trim().toLowerCase(), now);
  if (moment === undefined || Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1970) {
    throw new ScanError('usage', `Cannot use --since: it is ${FORMS}`);
  }
  if (moment > now) throw new ScanError('usage', 'Cannot use --since: that moment is still to come');
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** ISO 8601: https://www.iso.org/iso-8601-date-and-time-format.html, also with a blank instead of the T. */
function absolute(text: string): Date | undefined {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text);
  if (found === null) return undefined;
  const [, day = '', hour = '00', minute = '00', second = '00', zone] = found;
  const clock = `${hour}:${minute}:${second}`;
  const utc = new Date(`${day}T${clock}Z`);
  // A day that does not exist becomes another one, or an invalid date.
  if (Number.isNaN(utc.getTime()) || utc.toISOString().slice(0, 19) !== `${day}T${clock}`) return new Date(Number.NaN);
  return zone === undefined ? new Date(`${day}T${clock}`) : new Date(utc.getTime() - offsetOf(zone));
}

/** Milliseconds by which a zone is ahead of UTC. */
function offsetOf(zone: string): number {
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}

function relative(text: string, now: Date): Date | undefined {
  if (text === 'yesterday') return before(1, 'day', now);
  if (text === 'today' || text === 'midnight') return new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const last = /^last[ .](week|month|year)$/.exec(text)?.[1];
  if (last !== undefined) return before(1, last, now);
  const found = /^(an?|\d{1,6})[ .]+(second|minute|hour|day|week|month|year)s?(?:[ .]+ago)?$/.exec(text);
  if (found === null) return undefined;
  const number = found[1]?.startsWith('a') === true ? 1 : Number(found[1]);
  return number === 0 ? undefined : before(number, found[2] ?? '', now);
}

function before(number: number, unit: string, now: Date): Date {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return new Date(now.getTime() - number * fixed);
  const there = new Date(now);
  there.setDate(1);
  there.setMonth(there.getMonth() - number * (MONTHS[unit] ?? 0));
  const days = new Date(there.getFullYear(), there.getMonth() + 1, 0).getDate();
  there.setDate(Math.min(now.getDate(), days));
  return there;
}
