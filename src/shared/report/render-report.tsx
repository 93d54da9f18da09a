import { renderToStaticMarkup } from 'react-dom/server';
import type { ReportData } from './report-data.ts';
import { reportStyle } from './report-style.ts';
import { FactList, SECTIONS } from './sections.tsx';
import type { ReportTemplate } from './template.ts';
import { sayer } from './words.ts';

/** A report runs nothing and fetches nothing, whoever named the files and classes in it: pictures and its own style alone. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one HTML file that needs no other. Every text is escaped by React, and the policy forbids what would come through. */
export function renderReport(data: ReportData, template: ReportTemplate): string {
  const say = sayer(template.words);
  const report = { data, template, say };
  const title = [say('title'), data.fields[0]?.[1]].filter(Boolean).join(' – ');
  return `<!doctype html>\n${renderToStaticMarkup(
    <html lang={template.language}>
      <head>
        <meta charSet="utf-8" />
        <meta httpEquiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{reportStyle(template, say('page'))}</style>
      </head>
      <body>
        <header>
          <div className="brand">
            {data.logo && <img src={data.logo.uri} width={data.logo.width} height={data.logo.height} alt="" />}
            {template.company && <p className="company">{template.company}</p>}
          </div>
          <h1>{say('title')}</h1>
          <FactList rows={data.fields} />
        </header>
        <main>
          {template.sections.map(name => {
            const Section = SECTIONS[name];
            return <Section key={name} report={report} />;
          })}
        </main>
        <footer>{say('made', { version: data.studio, at: data.madeAt.slice(0, 16).replace('T', ' ') })}</footer>
      </body>
    </html>,
  )}\n`;
}
