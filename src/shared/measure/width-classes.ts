import * as z from 'zod';

/** Classes by the width of a crack. Standards are cited, not copied: the words are ours, and a project may have its own. */
export const widthClassesSchema = z.object({
  id: z.string().min(1).max(60),
  title: z.string().min(1).max(200),
  /** Where the limits are from. */
  source: z.string().max(500),
  /** What they are to be taken for. */
  note: z.string().max(500).optional(),
  /** From the narrowest on: a width below `belowMm` is of the first class it is below; the last has no limit. */
  classes: z
    .array(z.object({ name: z.string().min(1).max(200), belowMm: z.number().positive().optional() }))
    .min(1)
    .max(20),
});
export type WidthClasses = z.infer<typeof widthClassesSchema>;

/** The class of a width, or why it is not told. */
export interface WidthClass {
  readonly name: string;
  /** False where the uncertainty reaches over a limit: `name` says which classes it may be. */
  readonly certain: boolean;
}

/** Refuses a class when width ± uncertainty (mm, one standard deviation) reaches over one of its limits. */
export function widthClassOf(widthMm: number, uncertaintyMm: number, { classes }: WidthClasses): WidthClass {
  const classAt = (mm: number) => classes.find(({ belowMm = Infinity }) => mm < belowMm) ?? classes[classes.length - 1];
  const [low, high] = [classAt(Math.max(0, widthMm - uncertaintyMm)), classAt(widthMm + uncertaintyMm)];
  if (low === high) return { name: low.name, certain: true };
  return { name: `${low.name} or ${high.name}: uncertain`, certain: false };
}

/** What the studio comes with. */
export const WIDTH_CLASSES: readonly WidthClasses[] = [
  {
    id: 'aci-224r',
    title: 'ACI 224R, tolerable crack widths of reinforced concrete',
    source: 'ACI 224R-01, table 4.1',
    note: 'A guide, its authors say, and no limit.',
    classes: [
      { name: 'tolerable in a water-retaining structure', belowMm: 0.1 },
      { name: 'tolerable in seawater, wetting and drying', belowMm: 0.15 },
      { name: 'tolerable with de-icing chemicals', belowMm: 0.18 },
      { name: 'tolerable in humidity, moist air or soil', belowMm: 0.3 },
      { name: 'tolerable in dry air', belowMm: 0.41 },
      { name: 'wider than tolerable in dry air' },
    ],
  },
  {
    id: 'eurocode-2',
    title: 'Eurocode 2, recommended largest widths of reinforced concrete',
    source: 'EN 1992-1-1, table 7.1N; national annexes may differ',
    classes: [
      { name: 'within 0.2 mm (prestressed, bonded)', belowMm: 0.2 },
      { name: 'within 0.3 mm (XC2 to XC4, XD, XS)', belowMm: 0.3 },
      { name: 'within 0.4 mm (X0, XC1)', belowMm: 0.4 },
      { name: 'above 0.4 mm' },
    ],
  },
  {
    id: 'bab',
    title: 'EN 13508-2 BAB with DWA-M 149-2, cracks in drains and sewers',
    source: 'EN 13508-2, code BAB; limits of DWA-M 149-2',
    note: 'The client decides on the limits.',
    classes: [
      { name: 'BAB A: surface crack', belowMm: 0.5 },
      { name: 'BAB B: crack', belowMm: 5 },
      { name: 'BAB C: gaping crack' },
    ],
  },
  {
    id: 'bre-251',
    title: 'BRE Digest 251, damage of low-rise buildings',
    source: 'BRE Digest 251, categories by width alone',
    note: 'The digest judges by ease of repair first.',
    classes: [
      { name: '0: hairline', belowMm: 0.1 },
      { name: '1: fine', belowMm: 1 },
      { name: '2: easily filled', belowMm: 5 },
      { name: '3: to be opened up and patched', belowMm: 15 },
      { name: '4: extensive repair', belowMm: 25 },
      { name: '5: structural' },
    ],
  },
  {
    id: 'pci-concrete',
    title: 'Pavement condition index, cracks in concrete slabs',
    source: 'ASTM D5340 and D6433, linear cracking',
    note: 'Severity also depends on spalling and faulting.',
    classes: [{ name: 'low', belowMm: 3 }, { name: 'medium', belowMm: 25 }, { name: 'high' }],
  },
];
