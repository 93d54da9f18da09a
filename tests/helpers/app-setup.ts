import { buildApp } from '../../scripts/electron.ts';

/** Builds what the windows show: once for all tests, and not while a browser waits for it. */
export default buildApp;
