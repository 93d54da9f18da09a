export { readBytes, readIfThere, readText, statOf } from '../../node/read-file.ts';
