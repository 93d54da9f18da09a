import { Alert, Button, Center, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { oneLine } from '../../shared/errors.ts';

interface Props {
  /** What stopped, as a sentence begins: "The Label stage". */
  part: string;
  /** Shows the log, in which the stack stands. */
  onShowLog?: () => void;
  children: ReactNode;
}

/** Shows one sentence in place of a part that failed; the rest of the studio goes on. */
export class ErrorBoundary extends Component<Props, { problem: string | null }> {
  override readonly state: { problem: string | null } = { problem: null };

  static getDerivedStateFromError(error: unknown) {
    return { problem: oneLine(error) };
  }

  override render() {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <Center h="100%" p="xl">
        <Alert color="red" maw={560} icon={<IconAlertTriangle />} title={`${this.props.part} stopped`} role="alert">
          {`${problem.replace(/\.$/, '')}; what was saved is safe.`}
          <Group mt="md">
            <Button onClick={() => this.setState({ problem: null })}>Try again</Button>
            {this.props.onShowLog && (
              <Button variant="default" onClick={this.props.onShowLog}>
                Show the log
              </Button>
            )}
          </Group>
        </Alert>
      </Center>
    );
  }
}
