import { useState } from 'react';
import type { Input } from '../../../shared/contract.ts';
import type { InspectionId } from '../../../shared/contract-inspections.ts';
import { goToStage } from '../../app/go-to-stage.ts';
import { attempt } from '../../app/notify.ts';
import { useStudio } from '../../app/studio-context.tsx';

type What = Input<'inspections.keep'>['what'];

/** The way of frames into the dataset. */
export interface ToDataset {
  /** The training image of an event's frame, where it was sent in this sitting. */
  imageOf(event: number): string | undefined;
  send(what: What): void;
  /** Sends a frame and opens it in Label. */
  label(what: What): void;
}

/** `file`: full path of the video, where it is known. */
export function useDataset(id: InspectionId | undefined, file: string | undefined): ToDataset {
  const { call } = useStudio();
  const [images, setImages] = useState<Readonly<Record<string, string>>>({});
  const nameOf = (what: What) => JSON.stringify([id?.video, id?.time, what]);
  const keep = async (what: What) => {
    if (!id) return undefined;
    const { image } = await call('inspections.keep', { ...id, what, ...(file !== undefined && { file }) });
    setImages(before => ({ ...before, [nameOf(what)]: image }));
    return image;
  };
  return {
    imageOf: event => images[nameOf({ event })],
    send: what => attempt(() => keep(what)),
    label: what =>
      attempt(async () => {
        const image = await keep(what);
        if (image !== undefined) goToStage('label', image);
      }),
  };
}
