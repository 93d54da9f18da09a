import { linkSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { execaSync } from 'execa';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../src/node/atomic-file.ts';
import { claimFile } from '../../src/node/claim-file.ts';
import { listFolder, makeFolder } from '../../src/node/folders.ts';
import { moveInside } from '../../src/node/move.ts';
import { openInPlace } from '../../src/node/open-file.ts';
import { type ProjectPath, ProjectRoot, projectPath } from '../../src/node/project-path.ts';
import { exists, readText } from '../../src/node/read-file.ts';
import { removeFile, removeFolder } from '../../src/node/remove.ts';
import { temporaryFolder } from '../helpers/pictures.ts';

let home: string;
let root: ProjectRoot;
beforeEach(() => {
  home = temporaryFolder();
  for (const folder of ['project/data', 'outside']) mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, 'outside/secret'), 'secret');
  writeFileSync(join(home, 'project/data/a'), 'a');
  root = new ProjectRoot(join(home, 'project'), true);
});

const link = (to: string, at: string) => symlinkSync(join(home, to), join(home, 'project', at));

/** Everything that can be done to a file. */
const DEEDS: Readonly<Record<string, (path: ProjectPath) => Promise<unknown>>> = {
  read: path => readText(path),
  write: path => writeFileAtomic(path, 'new'),
  append: path => openInPlace(path, 'append').then(({ handle }) => handle.writeFile('new').then(() => handle.close())),
  update: path => openInPlace(path, 'update').then(({ handle }) => handle.truncate(0).then(() => handle.close())),
};

const outsideIsAsItWas = () => {
  expect(readdirSync(join(home, 'outside'))).toEqual(['secret']);
  expect(readFileSync(join(home, 'outside/secret'), 'utf8')).toBe('secret');
};

describe.skipIf(process.platform === 'win32')('a file of a project', () => {
  it.each(Object.entries(DEEDS))(
    'that leads out is not there to %s, be it itself a link or in a linked folder',
    async (_, deed) => {
      link('outside/secret', 'data/file');
      link('outside/nothing', 'data/dangling');
      link('outside', 'folder');
      for (const way of ['data/file', 'data/dangling', 'folder/secret', 'folder/new', 'folder/new/deep']) {
        await expect(deed(root.at(way))).rejects.toThrow(/^(Cannot (read|write) )?.*project\S+.*\.$/);
      }
      outsideIsAsItWas();
    },
  );

  it('is neither made, claimed, moved nor removed in a folder that leads out; of a link the link goes', async () => {
    link('outside', 'folder');
    await expect(makeFolder(root.at('folder/new'))).rejects.toThrow(/leads out of .*project, so it is left alone/);
    await expect(claimFile(root.at('folder/1'), '')).rejects.toThrow(/leads out/);
    await expect(removeFile(root.at('folder/secret'))).rejects.toThrow(/leads out/);
    await expect(removeFolder(root.at('folder/secret'))).rejects.toThrow(/leads out/);
    await expect(listFolder(root.at('folder'))).rejects.toThrow(/leads out/);
    await expect(moveInside(root.at('data/a'), root.at('folder/a'))).rejects.toThrow(/leads out/);
    await removeFolder(root.at('folder'));
    expect(await exists(root.at('folder'))).toBe(false);
    outsideIsAsItWas();
  });

  it('may lie behind a link that stays in the project; writing replaces the link and not what it leads to', async () => {
    link('project/data', 'shortcut');
    link('project/data/a', 'same');
    expect(await readText(root.at('shortcut/a'))).toBe('a');
    expect(await readText(root.at('same'))).toBe('a');
    await writeFileAtomic(root.at('same'), 'other');
    expect(readFileSync(join(home, 'project/same'), 'utf8')).toBe('other');
    expect(readFileSync(join(home, 'project/data/a'), 'utf8')).toBe('a');
  });

  it('is found where the project itself is reached through a link', async () => {
    symlinkSync(join(home, 'project'), join(home, 'alias'));
    const alias = new ProjectRoot(join(home, 'alias'), true);
    await writeFileAtomic(alias.at('data/b'), 'b');
    expect(await readText(alias.at('data/b'))).toBe('b');
    expect(readlinkSync(join(home, 'alias'))).toBe(join(home, 'project'));
  });

  it('that another name outside shares is replaced and never changed in place, so that the other keeps its content', async () => {
    linkSync(join(home, 'outside/secret'), join(home, 'project/data/shared'));
    for (const mode of ['append', 'update'] as const) {
      await expect(openInPlace(root.at('data/shared'), mode)).rejects.toThrow(
        /has another name, whose content would change/,
      );
    }
    await writeFileAtomic(root.at('data/shared'), 'new');
    outsideIsAsItWas();
  });

  it('must be a file: pipes, devices and folders are refused at once', async () => {
    execaSync('mkfifo', [join(home, 'project/pipe')]);
    for (const path of [
      root.at('pipe'),
      root.at('data'),
      '/dev/zero',
      join(home, 'project/pipe'),
      join(home, 'outside'),
    ]) {
      await expect(readText(path)).rejects.toThrow(
        /^Cannot read .*: it is a (folder|device or pipe) where a file is needed\.$/,
      );
    }
    for (const mode of ['append', 'update'] as const) {
      await expect(openInPlace(root.at('pipe'), mode)).rejects.toThrow(/^Cannot write .*a device or pipe/);
    }
  });

  it('is bounded before it is read', async () => {
    await expect(readText(root.at('data/a'), 0)).rejects.toThrow(/larger than 0 MiB/);
  });
});

describe.skipIf(process.platform === 'win32')('what the user names in a project', () => {
  it('is not written beyond a link of the project', async () => {
    writeFileSync(join(home, 'project/studio.json'), '{}');
    link('outside', 'data/linked');
    link('outside/nothing', 'data/dangling');
    for (const way of ['data/linked/new', 'data/dangling/new', 'data/dangling']) {
      await expect(makeFolder(join(home, 'project', way))).rejects.toThrow(/leads (out|nowhere)/);
    }
    await expect(writeFileAtomic(join(home, 'project/data/linked/new'), '')).rejects.toThrow(/leads out/);
    await makeFolder(join(home, 'project/data/new/deep'));
    expect(readdirSync(join(home, 'project/data/new'))).toEqual(['deep']);
    outsideIsAsItWas();
  });
});

describe('names', () => {
  it('that lead out of the project by themselves are refused', () => {
    for (const way of ['..', '../outside/secret', 'data/../../outside'])
      expect(() => root.at(way)).toThrow(/leads out/);
    expect(root.at('data/../data/a').path).toBe(join(home, 'project/data/a'));
  });
});

describe.skipIf(process.platform === 'win32')('a training folder by its path', () => {
  it('is a root of its own, unless it lies in a project, which is then not left', async () => {
    symlinkSync(join(home, 'outside'), join(home, 'train'));
    expect(await readText(projectPath(join(home, 'train')).join('secret'))).toBe('secret');
    link('outside', 'data/dl_train');
    const folder = projectPath(join(home, 'project/data/dl_train'));
    expect(await readText(folder.join('secret'))).toBe('secret');
    writeFileSync(join(home, 'project/studio.json'), '{}');
    await expect(readText(projectPath(folder.path).join('secret'))).rejects.toThrow(/leads out/);
  });

  it('may be named from the working folder', async () => {
    const way = relative(process.cwd(), join(home, 'project'));
    expect(await readText(projectPath(`${way}/`).join('data/a'))).toBe('a');
    expect(projectPath(way).join('data/a').path).toBe(join(way, 'data/a'));
  });
});
