import '../shared/no-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { chooseBridge, isDesktop } from './transport.ts';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App bridge={chooseBridge()} desktop={isDesktop()} />);
