import { Fragment, type ReactNode } from 'react';
import { widthInWords } from '../measure/figures.ts';
import { formatTime } from '../time.ts';
import { CrackTable, type Report } from './crack-table.tsx';
import { WidthHistogram, WidthsOver } from './plots.tsx';
import { byStanding, type Row } from './report-data.ts';
import { lengthOf, widthOf } from './say-figures.ts';
import type { ReportSection } from './template.ts';
import type { UnseenStretch } from './unseen.ts';

/** The parts of a report; one that has nothing to say is null. */
export const SECTIONS: Readonly<Record<ReportSection, (props: { report: Report }) => ReactNode>> = {
  summary: Summary,
  findings: Findings,
  opinions: Opinions,
  rejected: Rejected,
  unseen: Unseen,
  method: Method,
  signature: Signature,
};

function Part({ name, title, children }: { name: ReportSection; title: string; children: ReactNode }) {
  return (
    <section className={name} aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      {children}
    </section>
  );
}

function Summary({ report }: { report: Report }) {
  const { data, say } = report;
  const { finding, opinion, rejected } = byStanding(data.events);
  const widest = finding.toSorted((a, b) => widthOf(b.measured) - widthOf(a.measured))[0];
  const length = finding.reduce((sum, { measured }) => sum + lengthOf(measured), 0);
  const rows: Row[] = [
    [say('findings'), String(finding.length)],
    ...(widest ? [[say('widest'), widthInWords(widest.measured, 'mean')] as const] : []),
    ...(widest ? [[say('totalLength'), `${length.toFixed(data.unit === 'mm' ? 1 : 0)} ${data.unit}`] as const] : []),
    [say('opinions'), String(opinion.length)],
    [say('rejected'), String(rejected.length)],
    [say('notInspected'), say('notInspectedIn', { seconds: secondsOf(data.unseen), n: looksOf(data.unseen) })],
  ];
  return (
    <Part name="summary" title={say('summary')}>
      <dl className="tiles">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {finding.length + opinion.length > 0 && (
        <div className="plots">
          <WidthsOver report={report} />
          {finding.length > 1 && <WidthHistogram report={report} />}
        </div>
      )}
    </Part>
  );
}

function Findings({ report }: { report: Report }) {
  const { data, say } = report;
  const { finding } = byStanding(data.events);
  return (
    <Part name="findings" title={say('findings')}>
      {finding.length === 0 ? (
        <p>{say('noFindings')}</p>
      ) : (
        <CrackTable report={report} events={finding} caption={say('findingsNote')} />
      )}
    </Part>
  );
}

function Opinions({ report }: { report: Report }) {
  const { data, say } = report;
  const { opinion } = byStanding(data.events);
  if (opinion.length === 0) return null;
  return (
    <Part name="opinions" title={say('opinions')}>
      <CrackTable report={report} events={opinion} caption={say('opinionsNote')} />
    </Part>
  );
}

function Rejected({ report: { data, say } }: { report: Report }) {
  const { rejected } = byStanding(data.events);
  if (rejected.length === 0) return null;
  const list = rejected.map(
    ({ id, peak, verdict }) => `${id} (${[peak.time, verdict?.remark].filter(Boolean).join(', ')})`,
  );
  return (
    <Part name="rejected" title={say('rejected')}>
      <p>{say('rejectedNote', { list: list.join('; ') })}</p>
    </Part>
  );
}

/** More are summed up in a line. */
const MOST_STRETCHES = 40;

function Unseen({ report: { data, say } }: { report: Report }) {
  const { unseen, knowsUnseen } = data;
  const [shown, others] = [unseen.slice(0, MOST_STRETCHES), unseen.slice(MOST_STRETCHES)];
  return (
    <Part name="unseen" title={say('unseen')}>
      {!knowsUnseen && <p>{say('unseenUnknown')}</p>}
      {knowsUnseen && unseen.length === 0 && <p>{say('unseenNone')}</p>}
      {shown.length > 0 && (
        <table>
          <thead>
            <tr>
              {(['from', 'to', 'kind', 'frames'] as const).map(head => (
                <th key={head} scope="col">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ kind, fromMs, toMs, looks }) => (
              <tr key={`${kind} ${fromMs}`}>
                <td>{formatTime(fromMs)}</td>
                <td>{formatTime(toMs)}</td>
                <td>{say(kind)}</td>
                <td>{looks}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {others.length > 0 && <p>{say('unseenMore', { n: others.length, seconds: secondsOf(others) })}</p>}
    </Part>
  );
}

function looksOf(stretches: readonly UnseenStretch[]): number {
  return stretches.reduce((sum, { looks }) => sum + looks, 0);
}

function secondsOf(stretches: readonly UnseenStretch[]): string {
  return (stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / 1000).toFixed(1);
}

function Method({ report: { data, say } }: { report: Report }) {
  const { scale, classes } = data;
  const limits = classes?.classes.map(({ name, belowMm }) =>
    belowMm === undefined ? name : `${name} (< ${belowMm} mm)`,
  );
  const note = [classes?.title, classes?.source, classes?.note].filter(Boolean).join('. ');
  return (
    <Part name="method" title={say('method')}>
      <Facts title={say('video')} rows={data.video} />
      <Facts title={say('model')} rows={data.model} />
      <Facts title={say('settings')} rows={data.settings} />
      <Facts
        title={say('measuring')}
        rows={[
          [say('scale'), scale ?? say('noScale')],
          ...(limits ? [[say('classes'), `${note}: ${limits.join('; ')}`] as const] : []),
          [say('measuring'), say('measuringNote')],
        ]}
      />
    </Part>
  );
}

/** Names and values, under a heading of their own. */
function Facts({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <div className="facts">
      <h3>{title}</h3>
      <FactList rows={rows} />
    </div>
  );
}

/** An empty value is a line to write on. */
export function FactList({ rows }: { rows: readonly Row[] }) {
  return (
    <dl>
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd className={value === '' ? 'blank' : undefined}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Signature({ report: { template, say } }: { report: Report }) {
  if (template.signatures.length === 0) return null;
  return (
    <Part name="signature" title={say('signature')}>
      <p>{say('signatureNote')}</p>
      <div className="lines">
        {template.signatures.map(name => (
          <div key={name}>{name}</div>
        ))}
      </div>
    </Part>
  );
}
