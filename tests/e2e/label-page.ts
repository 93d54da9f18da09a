import type { Page } from 'playwright-core';

/** CSS px of a picture's upper left corner on the page, and of a pixel of it. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/** Goes to Label, and says where the picture lies. */
export async function openLabel(page: Page, size: { width: number; height: number }): Promise<Place> {
  await page.getByRole('navigation', { name: 'Stages' }).getByText('Label').click();
  await page.locator('[data-testid=label-canvas] canvas').first().waitFor();
  return fittedPlace(page, size);
}

/** Where a picture of this size lies as the canvas, or `F`, fits it: at most 8 times as large, 16 px from the edge. */
export async function fittedPlace(page: Page, { width, height }: { width: number; height: number }): Promise<Place> {
  const box = (await page.getByTestId('label-canvas').boundingBox())!;
  const scale = Math.min(8, (box.width - 32) / width, (box.height - 32) / height);
  return { left: box.x + (box.width - width * scale) / 2, top: box.y + (box.height - height * scale) / 2, scale };
}
