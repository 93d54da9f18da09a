import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Verdigris: calm beside grey concrete, and far from the orange in which cracks are drawn. */
const verdigris: MantineColorsTuple = [
  '#e6f7f4',
  '#d2ece6',
  '#a8d9cf',
  '#7bc5b6',
  '#56b4a2',
  '#3fa994',
  '#2f9c87',
  '#1f8673',
  '#137565',
  '#035f51',
];

/** Graphite, a little cool; [6] is a panel, [7] the page, [8] what lies behind it. */
const dark: MantineColorsTuple = [
  '#d5d9dd',
  '#b3b9c0',
  '#8d959e',
  '#6a737d',
  '#454d56',
  '#333a42',
  '#252b31',
  '#1b2025',
  '#14181c',
  '#0d1013',
];

export const theme = createTheme({
  colors: { verdigris, dark },
  primaryColor: 'verdigris',
  primaryShade: { light: 8, dark: 8 },
  fontFamily: 'Inter, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1rem' } } },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.5 }, closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 400 } },
  },
});
