/** Forms in which a scan must recognize a declared value. */
export const KNOWN_FORMS: readonly { readonly name: string; readonly write: (value: string) => Buffer }[] = [
  { name: 'plain', write: (value) => Buffer.from(`answer ${value} sent\n`) },
  { name: 'base64', write: (value) => Buffer.from(`data ${Buffer.from(`u:${value}`).toString('base64')}\n`) },
  { name: 'hex', write: (value) => Buffer.from(`data ${Buffer.from(value).toString('hex')}\n`) },
  {
    name: 'base64 twice',
    write: (value) => Buffer.from(`${Buffer.from(Buffer.from(`u:${value}`).toString('base64')).toString('base64')}\n`),
  },
  { name: 'utf-16', write: (value) => Buffer.from(`answer ${value} sent\n`, 'utf16le') },
  { name: 'in part', write: (value) => Buffer.from(`answer ${value.slice(0, 20)}… sent\n`) },
];
