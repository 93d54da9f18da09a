/** What a text says of its user, and what is to stand in its place. */
export interface Person {
  readonly home: string;
  /** As the system knows the user. */
  readonly user: string;
  /** The machine's name in its network, which is often its owner's. */
  readonly host: string;
  /** Folders of projects, wherever they lie: they are called after clients and sites. */
  readonly projects: readonly string[];
}

/**
 * A text without what says whose it is. Folders come first, as they stand, in JSON and in an address; then the names of user and
 * machine as whole words, in whatever case.
 */
export function withoutNames(text: string, { home, user, host, projects }: Person): string {
  const folders = [...projects.map((path, i) => [path, `<project ${i + 1}>`] as const), [home, '~'] as const];
  // The machine's first: it often holds the user's.
  const words = [
    [host, '<host>'],
    [user, '<user>'],
  ] as const;
  const patterns = [
    ...folders
      .filter(([path]) => path.length > 1)
      .flatMap(([path, mark]) =>
        spellings(path).map(
          each => [new RegExp(`(?<![\\p{L}\\p{N}_.-])${escaped(each)}(?![\\p{L}\\p{N}_-])`, 'gu'), mark] as const,
        ),
      ),
    ...words
      .filter(([word]) => word !== '')
      .map(
        ([word, mark]) => [new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(word)}(?![\\p{L}\\p{N}_])`, 'giu'), mark] as const,
      ),
  ];
  return patterns.reduce((left, [pattern, mark]) => left.replaceAll(pattern, mark), text);
}

function spellings(path: string): string[] {
  return [path, path.replaceAll('\\', '\\\\'), path.replaceAll('\\', '/'), encodeURI(path.replaceAll('\\', '/'))];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
