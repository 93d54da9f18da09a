import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../../src/main/report/print-pdf.ts';
import { writeMadeInspection } from '../../helpers/made-inspection.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { studio } from '../../helpers/studio.ts';

const dir = temporaryFolder();
const folder = join(dir, 'inspections/wall/20261127T210503');
const out = join(dir, 'out/report.html');
const hostile = `"><img src=x onerror="document.title='hit'"><script>document.title='hit'</script>`;
const browser = await findChromium(process.env);

const given = (verdict: 'true' | 'false' | 'unsure', remark?: string) => ({
  ...{ verdict, by: `Eve ${hostile}`, at: '2026-11-27T21:30:00.000Z' },
  ...(remark !== undefined && { remark }),
});

beforeAll(async () => {
  mkdirSync(join(dir, 'out'), { recursive: true });
  await writeMadeInspection(folder, {
    ...{ events: 4, video: `wall${hostile}.mp4`, className: hostile },
    verdicts: { 1: given('true', `=cmd()${hostile}`), 2: given('false', 'a joint'), 3: given('unsure') },
    looks: [
      ...Array.from({ length: 20 }, (_, i) => ({ frame: 5 * i, ms: 200 * i, score: 0, cracks: 0, sharpness: 50 })),
      ...[20, 21].map(i => ({ frame: 5 * i, ms: 200 * i, score: 0, cracks: 0, exposure: 'dark' as const })),
      { frame: 110, ms: 9000, score: 0, cracks: 0, sharpness: 8 },
    ],
  });
});
afterAll(() => rmSync(dir, { recursive: true }));

const report = (...flags: string[]) => studio(['report', folder, '--out', out, ...flags]);
const html = () => readFileSync(out, 'utf8');

describe('studio report', () => {
  it('writes one page that calls a finding what a person confirmed, and the rest the opinion of the model', async () => {
    const { stderr, exitCode } = await report(
      '--set',
      `asset=${hostile}`,
      '--scale',
      '0.05',
      '--classes',
      'eurocode-2',
    );
    expect([exitCode, stderr]).toEqual([0, '1 finding, 2 not confirmed, measured in mm']);
    const [findings, opinions] = ['findings', 'opinions'].map(name => html().split(`<section class="${name}"`)[1]);
    const rows = (section: string) => section.split('</section>')[0].match(/<tr><th scope="row">\d+/g);
    expect([rows(findings), rows(opinions)].map(found => found?.map(row => row.replace(/\D/g, '')))).toEqual([
      ['1'],
      ['3', '4'],
    ]);
    expect(/<strong>0\.30 ±\s0\.0\d\smm<\/strong>/.test(findings)).toBe(true);
    expect(findings).toContain('within 0.3 mm');
    expect(html()).toContain('abababab');
    for (const kind of ['too dark', 'blurred', 'missing in the video']) expect(html()).toContain(kind);
    expect(html().match(/src="(?!data:image\/(jpeg|png);base64,)/g)).toBeNull();
  });

  it('gives the same as CSV, in which nothing is a formula, and as JSON', () => {
    const { events, unit, unseen } = JSON.parse(readFileSync(join(dir, 'out/report.json'), 'utf8'));
    expect(unit).toBe('mm');
    expect(unseen.map(({ kind }: { kind: string }) => kind)).toEqual(['dark', 'missing', 'blurred']);
    const standings = ['finding', 'rejected', 'opinion', 'opinion'];
    expect(events.map(({ standing }: { standing: string }) => standing)).toEqual(standings);
    const csv = readFileSync(join(dir, 'out/report.csv'), 'utf8');
    expect(csv.split('\n')[0]).toMatch(/^event,standing,class,verdict,verdict_by,verdict_at,remark,.*width_mean_mm/);
    expect(csv).toContain(`"'=cmd()`);
    expect(events[0].remark).toBe(`=cmd()${hostile}`);
  });

  it.skipIf(!browser)(
    'runs no script, whatever files, classes and remarks are called, and forbids what would come through',
    async () => {
      const opened = await chromium.launch({ executablePath: browser ?? '' });
      try {
        const page = await opened.newPage();
        const requests: string[] = [];
        page.on('request', request => requests.push(request.url()));
        await page.goto(pathToFileURL(out).href);
        expect(await page.title()).toContain(hostile);
        expect(await page.locator('script, [onerror]').count()).toBe(0);
        expect(await page.getByText(hostile).count()).toBeGreaterThan(3);
        // As if something had come through: the page's policy lets it do nothing.
        const refused = await page.evaluate(`new Promise(resolve => {
        document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = "document.title = 'hit'";
        document.body.append(script);
      })`);
        expect(refused).toBe('script-src-elem');
        expect(await page.title()).not.toBe('hit');
        expect(requests.filter(url => !url.startsWith('data:'))).toEqual([pathToFileURL(out).href]);
        expect(await page.evaluate('[...document.images].every(image => image.naturalWidth > 0)')).toBe(true);
      } finally {
        await opened.close();
      }
    },
  );

  it.skipIf(!browser)('prints it as PDF by the Chromium of the machine', async () => {
    expect((await report('--pdf')).exitCode).toBe(0);
    expect(readFileSync(join(dir, 'out/report.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('says that there is no Chromium, and writes the page all the same', async () => {
    rmSync(out);
    const env = { CHROMIUM: '', PATH: '/nowhere' };
    const { stderr, exitCode } = await studio(['report', folder, '--out', out, '--pdf'], { env });
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/error: There is no Chromium, Chrome or Edge .*print the HTML/),
    ]);
    expect(existsSync(out)).toBe(true);
    expect(stderr).toContain('measured in px, for there is no scale');
  });

  it('follows a template: fields, words, order, columns, logo, classes of the company', async () => {
    const template = join(dir, 'company.yaml');
    await sharp({ create: { width: 800, height: 400, channels: 3, background: '#123456' } }).toFile(
      join(dir, 'logo.png'),
    );
    writeFileSync(
      template,
      [
        'language: de',
        'logo: logo.png',
        'company: "Brückner & Söhne"',
        'fields: [{ name: bridge, label: Bauwerk }, { name: office, label: Amt, value: Kassel }]',
        'sections: [findings, summary]',
        'columns: [width, position]',
        'signatures: []',
        'widthClasses: { id: ours, title: Unsere, source: wir, classes: [{ name: fein, belowMm: 1 }, { name: grob }] }',
        'words: { title: Rissbericht, findings: Risse }',
      ].join('\n'),
    );
    const { exitCode } = await report('--template', template, '--set', 'bridge=Tal 4', '--scale', '0.05');
    expect(exitCode).toBe(0);
    const text = html();
    expect(text).toMatch(/<html lang="de">.*<h1>Rissbericht<\/h1>.*Bauwerk.*Tal 4.*Kassel/s);
    expect(text.indexOf('class="findings"')).toBeLessThan(text.indexOf('class="summary"'));
    expect([...text.matchAll(/<th scope="col" class="(\w+)"/g)].map(([, name]) => name)).toEqual([
      'number',
      'width',
      'position',
    ]);
    expect(text).toContain('data:image/png;base64,');
    expect(text).not.toContain('class="signature"');
  });

  it('says what is wrong with a template, a field, an inspection, a name', async () => {
    const template = join(dir, 'wrong.yaml');
    const wrong = async (text: string) => {
      writeFileSync(template, text);
      return (await report('--template', template)).stderr;
    };
    expect(await wrong('colours: red')).toMatch(/wrong\.yaml cannot be used: .*colours.*; see docs\/reports\.md/);
    expect(await wrong('logo: ../../../etc/passwd')).toMatch(/leads out of/);
    expect((await report('--set', 'colour=red')).stderr).toMatch(/has no field "colour", but asset, inspector, date/);
    expect((await studio(['report', dir])).stderr).toMatch(/error: There is no inspection in/);
    expect((await studio(['report', folder, '--out', 'a.txt'])).stderr).toMatch(/ends in \.html/);
  });
});
