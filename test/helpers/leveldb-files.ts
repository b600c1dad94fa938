/** Files of LevelDB that plyvel 1.5.1 wrote of words, as a browser keeps them, each packed with gzip. */

export const LEVEL_LOG: string = [
  'H4sIAAAAAAACA5slfcdUnIGRkQECQDQje5hrULCnvx+jod/VbGMjBkYmZFkJX9cQR6uMkpKCYit9/cSCAr3UisTcgpxUbo6Fmw5fefrtubhAvs',
  '6GeAF9BkZmZI3S8Vg0MTCWZKTmprIypiQWZR9lnL3IgIGRhVhdbIw5mekZJadYv3jYMTCyImtTwKqNIZ2hiOEbw32GVAZ+hiqGciA7hyGNQYGB',
  'Wc1jqbQN0G42ZEOksNudnp+Xys6Ym5qYkl/Ot+denAYwyJC0MeDR5jM17aUuAyMHsi1cuYkFusa6yYlFJSJJQPeUAl2nwFDMkMGQD2QVM1xKVd',
  '5ixsDIiaxHABgpjEAfJwH9kw+E2eIfmP+L/OfPV2LNSC3Kz1NizS8pSS2qZryq/1UyCWgHsmaOgqL84lR9AwNvYCgqQPyhkJOZWqyQlJqRmZei',
  'ABLOz0lRyM3MybFWIEqRQT8XwxegRdzYLDKkokWGLzbz+QIt4sFmkREVLTIyqmXXB1rEi80iYypaZGyjKXQdaBEfNotMqGiRCVsA81agRfzYLD',
  'KlokWm/78dq0wCpVIsFplR0SIzV6dzk4EWCWKzyJyKFpn/jjS/CbRICJtFFlS0yMJR3m4z0CJhbBZZUtEiS69rx9KSGRhFsFhkaOBDxQxrwJ59',
  'Txhokyg2mwypaZMhAHd0xGLOBgAA',
].join('');

export const LEVEL_TABLE: string = [
  'H4sIAAAAAAACA4XPz2sTURAH8O9k3WQ36TZrTd1QAq5Fq6I1u036K2qoQtHaakGLiZfqxjyzIZvsutlS0UsRPPlX9D8Q/wLBuyiIlx48iR7FQy',
  '9C4pQsXp0Hb/i8ecy89zG9hbwBShDJaCCEz6tDKmT69Esa5oZZf1p2Rej3pmU/ikT4kmBm7qxuXa+4URT0K8WiEwSXxXOnG3iCEpArdWX/3Ycv',
  '3w9/GLqPLD1YvXd/bfMu9y/kYON89tHtaygDLR52iG8QIFm99BgvsMv28BQmpJlJDdTyewIp9ZQ+paQoqWZWqCucpr97UktGrugKOqYZptduuV',
  'EhJUuafqvphB1M5LpOMFuafeKEESnq1F6Dm+7wGBN9uPw7wRn6ehD6fVG0LEqr58a4n6l2LO4m+mZDuO1e0yTD9L2m2W173hV5/NVZ5K2Uum5T',
  'ZlBDtYa8zZqjsVhzrBJpsUqsMo3HKrPmKRtrnrVA+khYeOgqi3R8sI3qNvKLXFuiifjmEmuZToxUWE6mN2yLcoM6qnUUbH7Nhk2TzBt1WDY4Xk',
  'tAgjNdoJWrRwd0tL3/vf8WqvSMhqPAV+lfTT79+eKBpPyUDPw3an/23pzZuXnwF2WP8pQ0AgAA',
].join('');

export const LEVEL_MANIFEST: string = [
  'H4sIAAAAAAACAwv7ueOHDAMjo1ROallqTkqSnlNlSWp5ZnGqc35uQWJRYkl+UdRl7jnmDIxMbJwMzOwsouwMrFtYJIB8RkZWhiSGIoZ8IMxm5G',
  'QAA4GCovziVH1DQ0ZRiAAATDfso2EAAAA=',
].join('');
