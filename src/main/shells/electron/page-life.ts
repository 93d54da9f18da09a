import type { WebContents } from 'electron';

/** What of a page is heard. */
export type Page = Pick<WebContents, 'on'>;

const lives = new WeakMap<Page, { controller: AbortController }>();

/** Aborted when a page is left or loaded anew, or its window goes: nobody waits for the answers to its calls then. */
export function pageSignal(page: Page): AbortSignal {
  const known = lives.get(page);
  if (known) return known.controller.signal;
  const life = { controller: new AbortController() };
  lives.set(page, life);
  const leave = () => {
    life.controller.abort();
    life.controller = new AbortController();
  };
  page.on(
    'did-start-navigation',
    ({ isMainFrame, isSameDocument }) => void (isMainFrame && !isSameDocument && leave()),
  );
  page.on('destroyed', leave);
  return life.controller.signal;
}
