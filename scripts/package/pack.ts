import { join } from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { packaging } from './config.ts';
import { findings, type Target } from './contents.ts';
import { packedFiles } from './packed.ts';
import { root, stage } from './stage.ts';
import { writeSums } from './sums.ts';

const PLATFORMS = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS } as const;

/** Packs the build for a target: installers, or only the folder that they hold. Throws when the packed tree is not right. */
export async function pack(target: Target, changes: Configuration = {}, kind?: 'dir'): Promise<void> {
  await stage(target);
  await build({
    projectDir: root,
    targets: PLATFORMS[target.platform].createTarget(kind ?? null, Arch[target.arch]),
    publish: 'never',
    config: {
      ...packaging(target),
      afterPack: ({ appOutDir, packager }) => prove(target, packager.getResourcesDir(appOutDir)),
      afterAllArtifactBuild: ({ artifactPaths }) => writeSums(artifactPaths),
      ...changes,
    },
  });
}

/** Throws what is missing or needless in a packed tree, a line each. */
async function prove(target: Target, resources: string): Promise<void> {
  const found = findings(target, packedFiles(join(resources, 'app.asar')));
  if (found.length > 0) throw new Error(['The package is not right.', ...found].join('\n'));
}
