import type { ReactNode } from 'react';
import { lengthInWords, widthInWords } from '../measure/figures.ts';
import { FramePlan } from './frame-plan.tsx';
import type { ReportData, ReportEvent } from './report-data.ts';
import { positionLines, verdictText } from './say-figures.ts';
import type { ReportColumn, ReportTemplate } from './template.ts';
import type { Say } from './words.ts';

/** What the parts of a report are made from. */
export interface Report {
  readonly data: ReportData;
  readonly template: ReportTemplate;
  readonly say: Say;
}

interface Props {
  readonly report: Report;
  readonly events: readonly ReportEvent[];
  readonly caption: string;
}

/** Cracks in the template's columns, a remark in a line of its own below; the heads are repeated on every page. */
export function CrackTable({ report, events, caption }: Props) {
  const { data, template, say } = report;
  const columns = columnsOf(report);
  const hasRemarks = template.columns.includes('remark');
  return (
    <table className="cracks">
      <caption>{[caption, ...(data.fromPicture ? [] : [say('maskOnly')])].join(' ')}</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            {say('number')}
          </th>
          {columns.map(column => (
            <th key={column} scope="col" className={column}>
              {say(column)}
            </th>
          ))}
        </tr>
      </thead>
      {events.map(event => {
        const remark = hasRemarks && event.verdict?.remark;
        return (
          <tbody key={event.id}>
            <tr>
              <th scope="row">{event.id}</th>
              {columns.map(column => (
                <td key={column} className={column} data-head={say(column)}>
                  {CELLS[column](event, report)}
                </td>
              ))}
            </tr>
            {remark && (
              <tr className="remark">
                <td />
                <td colSpan={columns.length}>
                  <b>{say('remark')}</b> {remark}
                </td>
              </tr>
            )}
          </tbody>
        );
      })}
    </table>
  );
}

type CellColumn = Exclude<ReportColumn, 'remark'>;

/** Without classes by width there is no column of them. */
function columnsOf({ data, template }: Report): CellColumn[] {
  return template.columns.filter(column => column !== 'remark').filter(column => column !== 'class' || data.classes);
}

const CELLS: Readonly<Record<CellColumn, (event: ReportEvent, report: Report) => ReactNode>> = {
  picture: (event, { say }) => {
    if (!event.picture) return <span className="none">{say('noPicture')}</span>;
    const { uri, width, height } = event.picture;
    return <img src={uri} width={width} height={height} alt={`${event.class} ${event.id}, ${event.peak.time}`} />;
  },
  position: (event, { data, say }) => (
    <div className="place">
      <Lines lines={positionLines(event, say)} />
      <FramePlan frame={data.frame} box={event.box} />
    </div>
  ),
  length: ({ measured }, { say }) => (
    <Lines lines={[lengthInWords(measured), ...(measured.open_ends > 0 ? [say('openEnd')] : [])]} />
  ),
  width: ({ measured }, { say }) => (
    <Lines
      lines={[
        widthInWords(measured, 'mean'),
        say('largest', { width: widthInWords(measured, 'max') }),
        ...(measured.width_doubtful ? [say('doubtful')] : []),
      ]}
    />
  ),
  class: ({ measured }) => measured.width_class,
  // A date is not broken.
  verdict: (event, { say }) =>
    verdictText(event, say)
      .split(/(\d{4}-\d\d-\d\d)/)
      .map(part => (
        <span key={part} className={/^\d{4}-/.test(part) ? 'date' : undefined}>
          {part}
        </span>
      )),
  score: ({ score_max }) => score_max.toFixed(2),
};

function Lines({ lines: [first, ...others] }: { lines: readonly string[] }) {
  return (
    <div>
      <strong>{held(first)}</strong>
      {others.map(line => (
        <div key={line}>{held(line)}</div>
      ))}
    </div>
  );
}

/** A figure stays in one line with its unit, and ± with what follows it. */
function held(text: string): string {
  return text.replace(/± /g, '±\u00a0').replace(/(\d) (mm|px|m)\b/g, '$1\u00a0$2');
}
