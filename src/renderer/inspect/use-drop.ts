import type { DragEvent } from 'react';
import { attempt, notify } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import type { Images } from './use-images.ts';
import type { Models } from './use-models.ts';

/** What is dropped on the stage is opened: a model as a model, anything else as pictures. */
export function useDrop(models: Models, images: Images, onImages: () => void) {
  const { pathOf } = useStudio();
  const open = async (paths: readonly string[]) => {
    const isModel = (path: string) => /\.onnx$/i.test(path);
    const model = paths.find(isModel);
    const pictures = paths.filter(path => !isModel(path));
    if (pictures.length > 0) {
      onImages();
      await images.open(pictures);
    }
    if (model !== undefined) await models.open(model);
  };
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop(event: DragEvent) {
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      if (files.length === 0) return;
      if (pathOf) attempt(() => open(files.map(pathOf)));
      else notify(`A browser does not tell where "${files[0].name}" lies: open it by its full path instead.`);
    },
  };
}
