import { spawnSync } from 'node:child_process';

const found = new Map<string, string | undefined>();

/**
 * The Python that has a module (`torch`, `cv2`), or undefined, with a line that says which comparison is left out.
 * Debian's own comes first: `apt-get install python3-torch` serves that one only.
 */
export function python(module: string): string | undefined {
  if (!found.has(module)) {
    const works = (command: string) => spawnSync(command, ['-c', `import ${module}`]).status === 0;
    const command = ['/usr/bin/python3', 'python3', 'python'].find(works);
    if (!command) console.warn(`Left out: the comparison with Python's ${module}, which is not installed here.`);
    found.set(module, command);
  }
  return found.get(module);
}
