import type { ReactNode } from 'react';
import { lengthInWords, widthInWords } from '../measure/figures.ts';
import { FramePlan } from './frame-plan.tsx';
import type { ReportData, ReportEvent } from './report-data.ts';
import { positionLines, verdictText } from './say-figures.ts';
import type { ReportColumn, ReportTemplate } from './template.ts';
import type { ReportWord, Say } from './words.ts';

/** What the parts of a report are made from. */
export interface Report {
  readonly data: ReportData;
  readonly template: ReportTemplate;
  readonly say: Say;
}

const HEADS: Readonly<Record<ReportColumn, ReportWord>> = {
  picture: 'picture',
  position: 'position',
  length: 'length',
  width: 'width',
  class: 'class',
  verdict: 'verdict',
  remark: 'remark',
  score: 'score',
};

interface Props {
  readonly report: Report;
  readonly events: readonly ReportEvent[];
  readonly caption: string;
}

/** Cracks, one a row, in the template's columns; the heads are repeated on every page. */
export function CrackTable({ report, events, caption }: Props) {
  const columns = columnsOf(report);
  return (
    <table className="cracks">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            {report.say('number')}
          </th>
          {columns.map(column => (
            <th key={column} scope="col" className={column}>
              {report.say(HEADS[column])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map(event => (
          <tr key={event.id}>
            <th scope="row">{event.id}</th>
            {columns.map(column => (
              <td key={column} className={column}>
                {CELLS[column](event, report)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Without classes by width there is no column of them, without a remark none for remarks. */
function columnsOf({ data, template }: Report): ReportColumn[] {
  const isEmpty: Partial<Record<ReportColumn, boolean>> = {
    class: data.classes === null,
    remark: data.events.every(({ verdict }) => !verdict?.remark),
  };
  return template.columns.filter(column => !isEmpty[column]);
}

const CELLS: Readonly<Record<ReportColumn, (event: ReportEvent, report: Report) => ReactNode>> = {
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
  width: ({ measured }, { data, say }) => (
    <Lines
      lines={[
        widthInWords(measured, 'mean'),
        say('largest', { width: widthInWords(measured, 'max') }),
        ...(data.fromPicture ? [] : [say('maskOnly')]),
        ...(measured.width_doubtful ? [say('doubtful')] : []),
      ]}
    />
  ),
  class: ({ measured }) => measured.width_class,
  verdict: (event, { say }) => verdictText(event, say),
  remark: ({ verdict }) => verdict?.remark,
  score: ({ score_max }) => score_max.toFixed(2),
};

function Lines({ lines: [first, ...others] }: { lines: readonly string[] }) {
  return (
    <div>
      <strong>{first}</strong>
      {others.map(line => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
