import { Button, Group, Select, Text, Title, UnstyledButton } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DatasetHealth } from '../../shared/contract-dataset.ts';
import { FINDINGS, type Finding, type FindingKind } from '../../shared/dataset/health/findings.ts';
import { goToStage } from '../app/go-to-stage.ts';
import { attempt } from '../app/notify.ts';
import { cleanPath, PathField } from '../app/path-field.tsx';
import { useStudio } from '../app/studio-context.tsx';
import { thumbnailUrl } from '../app/training-image.ts';
import classes from './dataset.module.css';

/** So many rows; when their images are mended, a new check shows the next. */
const MOST = 100;

/** Looks through all images and labels for what could spoil a training, and lists it with the most suspicious first. */
export function HealthPanel() {
  const { call, jobsStore } = useStudio();
  const run = useStore(jobsStore, store => store.run);
  const models = useModels();
  const [model, setModel] = useState<string | null>(null);
  const [against, setAgainst] = useState('');
  const [checking, setChecking] = useState(false);
  const [health, setHealth] = useState<DatasetHealth>();
  const check = () => {
    setChecking(true);
    const opinions = {
      ...(model !== null && { run: model }),
      ...(against.trim() !== '' && { against: cleanPath(against) }),
    };
    const asked = run('Checking images and labels', job => call('dataset.check', { job, ...opinions }));
    attempt(() => asked.then(setHealth).finally(() => setChecking(false)));
  };
  return (
    <section className={classes.panel} aria-label="Health" style={{ marginTop: 16 }}>
      <Group justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={2}>Is it sound?</Title>
          <Text size="sm" c="dimmed">
            Duplicates, leakage, exposure, doubtful labels, and where a model or another person sees it otherwise.
          </Text>
        </div>
        <Group gap="xs">
          {models.length > 0 && (
            <Select
              size="xs"
              placeholder="Ask no model"
              aria-label="Model to ask"
              data={models}
              value={model}
              onChange={setModel}
              clearable
            />
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconStethoscope size={15} />}
            loading={checking}
            onClick={check}
          >
            {health ? 'Check again' : 'Check'}
          </Button>
        </Group>
      </Group>
      <PathField
        label="Another annotator"
        description="Project or training folder of somebody who labelled the same images; empty compares with nobody"
        placeholder="/projects/bridge-of-ada"
        kinds={['folder']}
        value={against}
        disabled={checking}
        onChange={setAgainst}
      />
      {health && <Findings health={health} />}
    </section>
  );
}

/** Runs that have a model. */
function useModels(): readonly string[] {
  const { call } = useStudio();
  const [models, setModels] = useState<readonly string[]>([]);
  useEffect(() => {
    attempt(() =>
      call('runs.list', {}).then(({ runs }) => setModels(runs.filter(each => each.model).map(({ name }) => name))),
    );
  }, [call]);
  return models;
}

function Findings({ health: { images, findings } }: { health: DatasetHealth }) {
  const [kind, setKind] = useState<FindingKind | null>(null);
  const shown = kind === null ? findings : findings.filter(finding => finding.kind === kind);
  if (findings.length === 0) return <Text size="sm" mt="md">{`Nothing to look at in ${images} images.`}</Text>;
  return (
    <>
      <Group gap={6} mt="md" mb="xs">
        <KindButton text={`All (${findings.length})`} active={kind === null} onClick={() => setKind(null)} />
        {kindsOf(findings).map(([each, count]) => (
          <KindButton
            key={each}
            text={`${FINDINGS[each].title} (${count})`}
            active={kind === each}
            onClick={() => setKind(each)}
          />
        ))}
      </Group>
      <ul className={classes.findings}>
        {shown.slice(0, MOST).map(finding => (
          <li key={`${finding.kind} ${finding.image} ${finding.other} ${finding.label}`}>
            <Row finding={finding} />
          </li>
        ))}
      </ul>
      {shown.length > MOST && (
        <Text size="xs" c="dimmed" mt={6}>
          {`and ${shown.length - MOST} more`}
        </Text>
      )}
    </>
  );
}

function kindsOf(findings: readonly Finding[]): [FindingKind, number][] {
  const counts = new Map<FindingKind, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts];
}

function KindButton({ text, active, onClick }: { text: string; active: boolean; onClick: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant={active ? 'filled' : 'default'}
      color="verdigris"
      aria-pressed={active}
      onClick={onClick}
    >
      {text}
    </Button>
  );
}

function Row({ finding: { image, other, text, suspicion, kind } }: { finding: Finding }) {
  const content = (
    <>
      <span className={classes.pair}>
        {[image, other].map(
          name =>
            name !== null && (
              <img key={name} className={classes.picture} src={thumbnailUrl(name)} alt="" loading="lazy" />
            ),
        )}
      </span>
      <Text span size="sm">
        {text}
      </Text>
      <meter
        className={classes.suspicion}
        value={suspicion}
        title={`${FINDINGS[kind].title}: ${Math.round(100 * suspicion)} % suspicious`}
      />
    </>
  );
  if (image === null) return <div className={classes.finding}>{content}</div>;
  return (
    <UnstyledButton className={classes.finding} onClick={() => goToStage('label', image)}>
      {content}
    </UnstyledButton>
  );
}
