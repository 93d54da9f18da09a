import type { Side } from '../../src/main/interchange/formats/foreign.ts';
import type { ExportDataset, ExportImage } from '../../src/main/interchange/formats/format.ts';
import {
  type ImageLabel,
  imageLabelSchema,
  type LabelDocument,
  labelDocumentSchema,
} from '../../src/shared/schemas/label.ts';
import { newProject } from '../../src/shared/schemas/project.ts';

/** A label document with what is not said left at its simplest. */
export function documentOf(
  given: Partial<LabelDocument> & Pick<LabelDocument, 'image' | 'width' | 'height'>,
): LabelDocument {
  return labelDocumentSchema.parse({ version: 1, revision: 1, state: 'verified', labels: [], changed: null, ...given });
}

/** A label with an id, from what its shape needs: class `crack` if none is given. */
export function labelOf(id: string, given: object): ImageLabel {
  return imageLabelSchema.parse({ id, class: 'crack', ...given });
}

interface Options {
  classes?: readonly string[];
  /** The picture of an image by its name; pictures go out only when this is given. */
  pathOf?: (name: string) => string;
  sideOf?: (name: string) => Side | null;
}

/** These documents as a project would hand them out. */
export function exportDataset(documents: readonly LabelDocument[], options: Options = {}): ExportDataset {
  const { classes = ['crack'], pathOf, sideOf = () => null } = options;
  return {
    classes: newProject('test', classes).classes,
    count: documents.length,
    withImages: pathOf !== undefined,
    async *images() {
      for (const document of documents) {
        const { image: name } = document;
        yield { name, document, side: sideOf(name), path: pathOf?.(name) ?? name } satisfies ExportImage;
      }
    },
  };
}
