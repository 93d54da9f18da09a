import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareWithPeer } from '../tests/helpers/reference-peer.ts';
import { report, round } from './report.ts';

/**
 * `npm run bench -- reference VIDEO… --roi "x,y x,y …" [--start S] [--end S] [--model MODEL.onnx [--checkpoint FILE.pt --base 32]]`: `studio inspect
 * --reference` beside the literal port on Python's OpenCV: lines of the log, boxes, and pixels of the votes that are the same. Without a model
 * by black-hats.
 */
export async function benchReference(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      roi: { type: 'string' },
      start: { type: 'string', default: '0' },
      end: { type: 'string' },
      model: { type: 'string' },
      checkpoint: { type: 'string' },
      base: { type: 'string', default: '32' },
      python: { type: 'string', default: existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3' },
    },
  });
  for (const video of positionals) {
    const dir = await mkdtemp(join(tmpdir(), 'studio-reference-'));
    try {
      const { frames, ours, peers, equalPixels, worst } = await compareWithPeer(values.python, {
        ...{ video, dir, roi: values.roi ?? '', startS: Number(values.start), base: Number(values.base) },
        ...(values.end !== undefined && { endS: Number(values.end) }),
        ...{ model: values.model, peerModel: values.checkpoint ?? values.model },
      });
      const differing = frames.filter(([a, b]) => JSON.stringify(a.boxes) !== JSON.stringify(b.boxes));
      report({
        ...{ bench: 'reference', video: basename(video), mode: values.model ? 'model' : 'black-hat' },
        ...{ frames: frames.length, lines: ours.length, peers_lines: peers.length },
        lines_that_differ: ours.flatMap((line, i) => (line === peers[i] ? [] : [[line, peers[i]]])).slice(0, 5),
        same_lines: ours.filter(line => peers.includes(line)).length,
        boxes: frames.reduce((sum, [{ boxes }]) => sum + boxes.length, 0),
        frames_with_other_boxes: differing.length,
        ...{ equal_pixels: round(equalPixels, 8), worst_frame: round(worst, 8) },
      });
    } finally {
      await rm(dir, { recursive: true });
    }
  }
}
