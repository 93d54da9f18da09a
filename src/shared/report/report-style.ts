import type { ReportTemplate } from './template.ts';

/** The look of a report, on the screen and on paper. `page`: the word before the number of a page. */
export function reportStyle({ page, accent }: Pick<ReportTemplate, 'page' | 'accent'>, pageWord: string): string {
  const quoted = JSON.stringify(`${pageWord} `).replaceAll('<', '\\3c ');
  return `:root { --accent: ${accent}; --ink: #1c232b; --soft: #5b6673; --line: #cfd6de; --wash: #f4f6f8; }
@page { size: ${page}; margin: 16mm 13mm 18mm; @bottom-right { content: ${quoted} counter(page) " / " counter(pages); font: 8pt sans-serif; color: #5b6673; } }
${STYLE}`;
}

const STYLE = `* { box-sizing: border-box; }
html { background: #e9edf1; }
body { max-width: 210mm; margin: 24px auto; padding: 15mm; background: #fff; color: var(--ink); font: 10pt/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; box-shadow: 0 1px 8px #0002; overflow-wrap: break-word; }
h1 { margin: 0 0 4mm; font-size: 21pt; line-height: 1.15; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 9mm 0 3mm; padding-bottom: 1mm; border-bottom: 1.5pt solid var(--accent); color: var(--accent); font-size: 13pt; line-height: 1.2; font-weight: 650; break-after: avoid; }
h3 { margin: 4mm 0 1.5mm; font-size: 10pt; font-weight: 650; break-after: avoid; }
p { margin: 0 0 3mm; }
.brand { display: flex; justify-content: space-between; align-items: flex-start; gap: 8mm; margin-bottom: 8mm; }
.brand:empty { display: none; }
.brand img { width: auto; height: auto; max-width: 60mm; max-height: 20mm; }
.company { margin-left: auto; color: var(--soft); font-size: 9pt; text-align: right; white-space: pre-line; }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: 0.8mm 6mm; }
dt { max-width: 50mm; color: var(--soft); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
dd.blank { min-width: 60mm; max-width: 90mm; border-bottom: 0.6pt solid var(--ink); }
.facts { break-inside: avoid; }
.facts dl { font-size: 9pt; grid-template-columns: 38mm 1fr; }
.tiles { grid-template-columns: repeat(3, 1fr); gap: 3mm; margin-bottom: 5mm; }
.tiles div { display: flex; flex-direction: column; justify-content: space-between; padding: 2.5mm 3mm; background: var(--wash); border-left: 2pt solid var(--accent); break-inside: avoid; }
.tiles dt { max-width: none; font-size: 8.5pt; line-height: 1.25; }
.tiles dd { margin-top: 1mm; font-size: 12.5pt; line-height: 1.25; font-weight: 650; }
.plots { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; }
figure { margin: 0; break-inside: avoid; }
figcaption { margin-bottom: 1mm; font-size: 9pt; font-weight: 650; }
figure > svg { display: block; width: 100%; height: auto; }
svg text { font: 9px system-ui, "Segoe UI", Arial, sans-serif; fill: var(--soft); }
svg .grid { stroke: var(--line); stroke-width: 0.7; }
svg .error { stroke: var(--soft); stroke-width: 0.8; }
svg .dot { fill: var(--accent); stroke: #fff; stroke-width: 0.6; }
svg .ring { fill: #fff; stroke: var(--soft); stroke-width: 1.2; }
svg .bar { fill: var(--accent); }
.legend { display: flex; gap: 4mm; font-size: 8.5pt; color: var(--soft); }
.legend span { display: inline-flex; align-items: center; gap: 1.2mm; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; line-height: 1.35; }
caption { padding-bottom: 2mm; text-align: left; color: var(--soft); font-size: 9pt; }
thead { display: table-header-group; break-after: avoid; }
caption, thead tr { break-after: avoid; }
thead + tbody { break-before: avoid; }
.cracks { table-layout: fixed; font-size: 8.5pt; }
.cracks .number { width: 11mm; white-space: nowrap; }
.cracks .picture { width: 37mm; }
.cracks .position { width: 27mm; }
.cracks .length { width: 27mm; }
.cracks .width { width: 29mm; }
.cracks .score { width: 15mm; }
.cracks tbody, tr { break-inside: avoid; }
.cracks tbody { border-bottom: 0.5pt solid var(--line); }
.cracks tbody :is(th, td) { border-bottom: 0; }
.cracks .remark td { padding-top: 0; }
.cracks .remark b { margin-right: 1mm; color: var(--soft); font-weight: 650; }
th, td { padding: 1.6mm 2mm; border-bottom: 0.5pt solid var(--line); text-align: left; vertical-align: top; }
thead th { background: var(--wash); color: var(--soft); font-size: 8.5pt; font-weight: 650; vertical-align: bottom; }
tbody th { font-weight: 650; }
td { font-variant-numeric: tabular-nums; }
td strong { font-weight: 650; }
td.picture img { display: block; width: 33mm; height: auto; max-height: 32mm; object-fit: contain; object-position: left top; }
td .date { white-space: nowrap; }
td .none { color: var(--soft); }
td div div { color: var(--soft); font-size: 8pt; }
.plan { display: block; width: 17mm; height: auto; margin-top: 1mm; }
svg .frame { fill: var(--wash); stroke: var(--line); }
svg .mark { fill: var(--accent); }
.opinions h2 { border-bottom-style: dashed; }
.opinions tbody { color: var(--soft); font-style: italic; }
.signature { break-inside: avoid; }
.lines { display: grid; grid-template-columns: 1fr 1fr; gap: 18mm 12mm; margin-top: 20mm; }
.lines div { padding-top: 1.5mm; border-top: 0.6pt solid var(--ink); font-size: 9pt; color: var(--soft); }
footer { margin-top: 10mm; color: var(--soft); font-size: 8pt; }
@media screen and (max-width: 640px) {
  body { margin: 0; padding: 16px; }
  .plots, .lines { grid-template-columns: 1fr; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .facts dl { grid-template-columns: 1fr; }
  .facts dd { margin-bottom: 1.5mm; }
  .cracks :is(tbody, tr, th, td), .cracks, caption { display: block; }
  .cracks thead, .cracks .remark td:first-child { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cracks tbody { padding: 2mm 0; }
  .cracks tbody :is(th, td) { width: auto; padding: 1mm 0; }
  .cracks td[data-head]:not(.picture) { display: grid; grid-template-columns: 26mm 1fr; }
  .cracks td[data-head]:not(.picture)::before { content: attr(data-head); color: var(--soft); }
  td.picture img { width: 100%; max-width: 100mm; max-height: none; }
}
@media print { html { background: none; } body { max-width: none; margin: 0; padding: 0; box-shadow: none; } body, .tiles div, thead th, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
