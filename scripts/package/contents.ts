import { join } from 'node:path';
import { workerEntries } from '../node-build.mjs';

/** For whom is packed, in Node's words. */
export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
}

/** A file of a packed tree: its path from the app's folder with `/`, and whether it lies beside the archive. */
export interface PackedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly unpacked: boolean;
}

/** What the packed app may weigh without Electron and ffmpeg, whose prebuilt program alone has up to 80 MB; bytes. */
const SIZE_LIMIT = 120e6;

/** The name of the ffmpeg program in a package. */
export const ffmpegName = ({ platform }: Target) => (platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');

/** Packages that the app loads from `node_modules`, each with the files it needs there; all others are built in. */
export function packedModules({ platform, arch }: Target): Readonly<Record<string, readonly string[]>> {
  const code = ['package.json', '{dist,lib,src}/**/*.{js,cjs,mjs,json}'];
  return {
    // For Macs it has its library under two names, and is linked to the shorter.
    'onnxruntime-node': [
      'package.json',
      'dist/**/*.js',
      `bin/napi-v*/${platform}/${arch}/**`,
      '!bin/**/libonnxruntime.*.*.dylib',
    ],
    'onnxruntime-common': ['package.json', 'dist/cjs/**/*.{js,json}'],
    sharp: ['package.json', 'dist/**/*.{js,cjs,mjs}', 'lib/**/*.js'],
    '@img/colour': ['package.json', '*.cjs'],
    [`@img/sharp-${platform}-${arch}`]: ['package.json', '*.{js,cjs}', 'lib/**'],
    ...(platform !== 'win32' && {
      [`@img/sharp-libvips-${platform}-${arch}`]: ['package.json', 'versions.json', 'lib/**/*.{so*,dylib,js}'],
    }),
    'detect-libc': code,
    semver: ['package.json', '*.js', '{classes,functions,internal,ranges}/**/*.js'],
    'js-aruco2': [
      'package.json',
      'src/{aruco,cv}.js',
      'src/dictionaries/{aruco_4x4_1000,aruco_6x6_1000,apriltag_36h11}.js',
    ],
    fflate: ['package.json', 'esm/index.mjs', 'lib/*.cjs'],
    tinypool: ['package.json', 'dist/**/*.js'],
  };
}

/** What must be in the archive, or, where it is native or read by programs, beside it. */
function needed(target: Target): readonly (readonly [what: string, path: RegExp, unpacked?: true])[] {
  return [
    ['the app', /^out\/main\/main\.js$/],
    ['the preload script', /^out\/preload\/preload\.cjs$/],
    ['the page', /^out\/renderer\/index\.html$/],
    ['package.json', /^package\.json$/],
    ...Object.keys(workerEntries).map(name => [`the worker ${name}`, new RegExp(`^out/main/${name}\\.js$`)] as const),
    ['the sample', /^assets\/sample\/.*\.mp4$/, true],
    ['the fonts', /^assets\/fonts\/.*\.ttf$/, true],
    ['the starting model', /^assets\/models\/starter\.onnx$/, true],
    ['the PyTorch engine', /^assets\/pytorch\/studio_train\.py$/, true],
    ['ffmpeg', /^ffmpeg\/ffmpeg(\.exe)?$/, true],
    ['the notices of licences', /^NOTICE\.txt$/],
    ['the bill of materials', /^sbom\.cdx\.json$/],
    ['ONNX Runtime', /\/onnxruntime-node\/bin\/.*\/(lib)?onnxruntime\.(so|dll|1|[\d.]*dylib).*$/, true],
    ['the binding of ONNX Runtime', /\/onnxruntime-node\/bin\/.*\.node$/, true],
    ['the binding of sharp', new RegExp(`/@img/sharp-${target.platform}-${target.arch}/lib/.*\\.node$`), true],
    ['libvips', /\/@img\/sharp-.*\/lib\/libvips-.*\.(so|dll|dylib)[\d.]*$/, true],
    ...Object.keys(packedModules(target)).map(
      name => [`the package ${name}`, new RegExp(`^node_modules/${name}/package\\.json$`)] as const,
    ),
  ];
}

/** What may be in a package; whatever else lies there was packed by mistake. */
const ALLOWED = [
  /^(package\.json|NOTICE\.txt|sbom\.cdx\.json)$/,
  /^out\/(main|preload)\/[^/]+\.c?js$/,
  /^out\/renderer\/(index\.html|assets\/[^/]+\.(js|css|woff2?|ttf|png|svg))$/,
  /^assets\/(?!screenshots\/)/,
  /^ffmpeg\/(ffmpeg|ffmpeg\.exe|LICENSE)$/,
];

/** What is missing from a packed tree for this target, or lies in it without need; a sentence each, none when all is well. */
export function findings(target: Target, files: readonly PackedFile[]): string[] {
  const missing = needed(target).flatMap(([what, path, unpacked]) => {
    const found = files.filter(file => path.test(file.path));
    if (found.length === 0) return [`The package lacks ${what}.`];
    return unpacked && !found.every(file => file.unpacked) ? [`In the archive nobody can load ${what}.`] : [];
  });
  const modules = Object.keys(packedModules(target)).map(name => `node_modules/${name}/`);
  const needless = files
    .filter(({ path }) => !ALLOWED.some(allowed => allowed.test(path)) && !modules.some(each => path.startsWith(each)))
    .map(({ path }) => `Nobody needs ${path}.`);
  const foreign = files
    .filter(({ path }) => isForeign(path, target))
    .map(({ path }) => `${path} is for another kind of machine.`);
  const weighed = files.filter(({ path }) => !path.startsWith('ffmpeg/'));
  const size = weighed.reduce((sum, file) => sum + file.size, 0);
  const heavy =
    size > SIZE_LIMIT ? [`The package has ${Math.round(size / 1e6)} MB, more than ${SIZE_LIMIT / 1e6}.`] : [];
  return [...missing, ...needless, ...foreign, ...heavy];
}

function isForeign(path: string, { platform, arch }: Target): boolean {
  const [, onnx] = /^node_modules\/onnxruntime-node\/bin\/napi-v\d+\/([^/]+\/[^/]+)\//.exec(path) ?? [];
  return onnx !== undefined && onnx !== `${platform}/${arch}`;
}

/** The files of a folder of the checkout, as electron-builder takes them. */
export function fileSets(target: Target, staged: string) {
  const modules = Object.entries(packedModules(target)).map(([name, filter]) => ({
    from: join('node_modules', name),
    to: join('node_modules', name),
    filter: [...filter],
  }));
  return [
    'package.json',
    'out/main/*.js',
    'out/preload/*.cjs',
    'out/renderer/**',
    'assets/**',
    '!assets/screenshots/**',
    ...modules,
    { from: staged, to: '.', filter: ['**'] },
  ];
}
