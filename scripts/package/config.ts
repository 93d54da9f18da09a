import type { Configuration } from 'electron-builder';
import { fileSets, type Target } from './contents.ts';

/** What the packed app cannot be made to do: run as plain Node (workers are utility processes), take options from the
 * environment or a debugger, or load code from beside its archive. */
const FUSES: NonNullable<Configuration['electronFuses']> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/** Where the files that are made for a package lie before they are packed, from the root. */
export const STAGED = 'dist/staged';
export const ICONS = 'dist/icons';

/** Where releases are published, and who that is. */
const REPOSITORY = process.env.GITHUB_REPOSITORY ?? 'crack-studio/crack-studio';
const [OWNER, NAME] = REPOSITORY.split('/');

/**
 * How the studio is packed for a target. Signed only when electron-builder finds a certificate in its variables (CSC_LINK,
 * WIN_CSC_LINK), notarised only when Apple's are set.
 */
export function packaging(target: Target): Configuration {
  return {
    appId: 'studio.crack.app',
    productName: 'Crack Studio',
    directories: { output: 'dist' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own placeholders.
    artifactName: 'crack-studio-${version}-${os}-${arch}.${ext}',
    files: fileSets(target, STAGED),
    asar: true,
    // Native code, programs, and what these open by path cannot be used from inside the archive.
    asarUnpack: [
      '**/*.node',
      '**/*.{so,dylib,dll}*',
      '**/onnxruntime-node/bin/**',
      '**/@img/sharp-*/lib/**',
      'assets/**',
      '**/ffmpeg/**',
    ],
    // False: the packages are those of `files`, and electron-builder looks for no others.
    beforeBuild: async () => false,
    electronFuses: FUSES,
    electronLanguages: ['en', 'en-US', 'de', 'fr', 'es', 'pt-BR', 'ja', 'zh-CN', 'ko'],
    fileAssociations: [{ ext: 'onnx', name: 'ONNX model', role: 'Viewer', mimeType: 'application/x-onnx' }],
    publish: { provider: 'github', owner: OWNER, repo: NAME, releaseType: 'draft' },
    // A .deb names where the program is from and whom to ask.
    extraMetadata: {
      homepage: `https://github.com/${REPOSITORY}`,
      author: { name: 'Crack Studio', email: `${OWNER}@users.noreply.github.com` },
    },
    mac: {
      target: ['dmg', 'zip'],
      icon: `${ICONS}/icon.icns`,
      category: 'public.app-category.graphics-design',
      hardenedRuntime: true,
      notarize: Boolean(process.env.APPLE_API_KEY ?? process.env.APPLE_ID),
    },
    win: { target: ['nsis'], icon: `${ICONS}/icon.ico` },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    linux: {
      // AppImage cannot use the SUID sandbox and Ubuntu 24.04 blocks user namespaces: the .deb is the one to install there.
      target: ['deb', 'AppImage', 'tar.gz'],
      icon: `${ICONS}/png`,
      category: 'Graphics',
      synopsis: 'Turns inspection video into a trained crack detector',
    },
  };
}
