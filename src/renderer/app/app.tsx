import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { Bridge } from '../../shared/bridge.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Shell } from './shell.tsx';
import { StudioProvider } from './studio-context.tsx';
import { theme } from './theme.ts';

/** The page. Dark until the user asks for light; the choice is remembered. */
export function App({ bridge, desktop }: { bridge: Bridge; desktop: boolean }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="dark">
      <Notifications position="top-center" limit={4} />
      <ErrorBoundary part="The studio">
        <StudioProvider bridge={bridge} desktop={desktop}>
          <Shell />
        </StudioProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
