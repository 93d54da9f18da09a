/** Node has no EventSource: as much of one as the page uses, over any `fetch`. */
export function eventSourceOver(fetchFrom: typeof fetch) {
  return class {
    onmessage: ((message: { data: string }) => void) | null = null;
    private readonly controller = new AbortController();

    constructor(url: string) {
      this.listen(url).catch(() => {});
    }

    private async listen(url: string): Promise<void> {
      const { body } = await fetchFrom(url, { signal: this.controller.signal });
      let text = '';
      for await (const piece of body!.pipeThrough(new TextDecoderStream())) {
        const blocks = (text + piece).split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.startsWith('data: ')) this.onmessage?.({ data: block.slice('data: '.length) });
        }
      }
    }

    close(): void {
      this.controller.abort();
    }
  };
}
