import type { ForeignImage } from '../../src/main/interchange/formats/foreign.ts';
import type { Format } from '../../src/main/interchange/formats/format.ts';

/** What a test says of an image; the rest is at its simplest: 12x12 px, labelled. */
export type Told = Partial<ForeignImage> & Pick<ForeignImage, 'name'>;

/** A format that reads what a test tells it, from any source. `onImage` is called before each image, on every reading. */
export function toldFormat(images: readonly Told[], onImage: (name: string) => void = () => {}): Format {
  return {
    id: 'masks',
    title: 'Told by a test',
    recognise: async () => 'the test says so',
    read: async () => ({
      classes: [...new Set(images.flatMap(({ labels = [] }) => labels.map(label => label.class)))],
      count: images.length,
      async *images() {
        for (const image of images) {
          onImage(image.name);
          yield { ...SIMPLE, ...image };
        }
      },
    }),
  };
}

const SIMPLE: Omit<ForeignImage, 'name'> = {
  ...{
    size: { width: 12, height: 12 },
    state: 'labelled',
    labels: [],
    pixels: null,
    side: null,
    notes: [],
    picture: null,
  },
};

/** `000.png`, `001.png`, … */
export function manyNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${String(i).padStart(3, '0')}.png`);
}
