import { useEffect, useMemo, useState } from 'react';
import type { Output } from '../../shared/contract.ts';
import { StudioError } from '../../shared/errors.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { notifyError } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import { shortName, thumbnailUrl } from '../app/training-image.ts';
import type { Choices } from './choices.ts';
import type { Subject } from './use-picture.ts';

/** A picture that can be chosen. */
export interface ListedPicture extends Subject {
  readonly key: string;
  /** What fits under a thumbnail. */
  readonly label: string;
  readonly thumbnailUrl: string;
}

/** Paths that are remembered; a folder of any size is one. */
const MOST_PATHS = 1000;

type DiskImage = Output<'inspect.images'>['images'][number];

export interface Images {
  /** Those from disk first. */
  readonly list: readonly ListedPicture[];
  readonly current: ListedPicture | undefined;
  /** How many are from disk. */
  readonly fromDisk: number;
  choose(key: string): void;
  /** To the next, or the one before; at the ends it stays. */
  go(by: 1 | -1): void;
  /** Files, and folders for all in them; tells of those that cannot be read. */
  open(paths: readonly string[]): Promise<void>;
  /** Takes those from disk out of the list. */
  closeAll(): void;
}

/** The project's images, and pictures from disk. */
export function useImages(
  training: readonly ImageSummary[],
  choices: Choices,
  change: (part: Partial<Choices>) => void,
): Images {
  const { call } = useStudio();
  const { imagePaths } = choices;
  const [disk, setDisk] = useState<readonly DiskImage[]>([]);
  useEffect(() => {
    let current = true;
    const list = async () =>
      imagePaths.length === 0 ? [] : (await call('inspect.images', { paths: [...imagePaths] })).images;
    list().then(images => current && setDisk(images), notifyError);
    return () => {
      current = false;
    };
  }, [call, imagePaths]);
  const list = useMemo(() => [...disk.map(listedFile), ...training.map(listedImage)], [disk, training]);
  const index = Math.max(
    0,
    list.findIndex(({ key }) => key === choices.image),
  );
  return {
    list,
    current: list[index],
    fromDisk: disk.length,
    choose: image => change({ image }),
    go(by) {
      const next = list[index + by];
      if (next) change({ image: next.key });
    },
    async open(paths) {
      const { images, problems } = await call('inspect.images', { paths: [...paths] });
      for (const { problem } of problems) notifyError(new StudioError(problem));
      if (images.length === 0) return;
      const readable = paths.filter(path => !problems.some(problem => problem.path === path));
      setDisk(before => [...images, ...before.filter(({ path }) => !images.some(image => image.path === path))]);
      const all = [...new Set([...readable, ...imagePaths])].slice(0, MOST_PATHS);
      change({ imagePaths: all, image: listedFile(images[0]).key });
    },
    closeAll: () => change({ imagePaths: [], image: null }),
  };
}

function listedFile({ path, name, thumbnailUrl }: DiskImage): ListedPicture {
  return { key: `file ${path}`, source: { kind: 'file', path }, title: path, label: name, thumbnailUrl };
}

function listedImage(image: ImageSummary): ListedPicture {
  const { name } = image;
  return {
    key: `training ${name}`,
    source: { kind: 'training', image: name },
    title: name,
    label: shortName(name),
    thumbnailUrl: thumbnailUrl(name, image.mtime),
  };
}
