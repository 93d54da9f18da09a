/**
 * The path of a picture to which a tool refers by path or web address, `/` between folders: without host or bucket, query and
 * percent-coding. Unchecked: it comes from outside.
 */
export function referencePath(reference: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/?([^?#]*)/i.exec(reference);
  return address ? decoded(address[1]) : reference.replaceAll('\\', '/');
}

/** As it is where it is not percent-coded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
