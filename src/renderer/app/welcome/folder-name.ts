/** A project's name as the name of a folder that every operating system takes: "Project" when nothing is left of it. */
export function folderName(name: string): string {
  const plain = name.trim().replace(/[<>:"/\\|?*\p{Cc}]/gu, '-');
  const short = [...plain].slice(0, 80).join('');
  return short.replace(/[.\s]+$/u, '') || 'Project';
}

/** A folder inside another, with the separator that the other is written with. */
export function joinFolder(parent: string, name: string): string {
  const separator = parent.includes('\\') && !parent.startsWith('/') ? '\\' : '/';
  return parent.endsWith(separator) ? parent + name : parent + separator + name;
}
