import '../shared/no-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { logPageErrors } from './page-log.ts';
import { chooseBridge, isDesktop } from './transport.ts';

const root = document.getElementById('root');
if (root) {
  const bridge = chooseBridge();
  const log = logPageErrors(bridge, window);
  const logged = (where: string) => (error: unknown, info: { componentStack?: string | undefined }) => {
    console.error(error);
    log(where, error, info.componentStack);
  };
  const onErrors = { onCaughtError: logged('part stopped'), onUncaughtError: logged('page stopped') };
  createRoot(root, onErrors).render(<App bridge={bridge} desktop={isDesktop()} />);
}
